# Nhận tin chung; khác với tin báo về hồ sơ của chính người gửi
news-ask =
    Ông/Bà có muốn nhận tin không?

    Thỉnh thoảng, hệ thống gửi tin về những gương người tốt, việc tốt mới được ghi nhận và các đợt phát động mới. Ông/Bà tắt tin lúc nào cũng được.

    Dù Ông/Bà chọn thế nào, kết quả hồ sơ của Ông/Bà vẫn được báo tại đây.
news-yes = Nhận tin
news-no = Không nhận
news-off = Tắt tin
news-again = Nhận tin trở lại
news-on =
    Cảm ơn Ông/Bà. Từ nay, hệ thống gửi tin cho Ông/Bà tại đây.

    Khi không muốn nhận nữa, Ông/Bà bấm <b>Tắt tin</b> hoặc nhắn chữ <b>DỪNG</b>.
news-already =
    Ông/Bà đang nhận tin, từ ngày { $day }.

    Khi không muốn nhận nữa, Ông/Bà bấm <b>Tắt tin</b> hoặc nhắn chữ <b>DỪNG</b>.
news-declined = Vâng, hệ thống không gửi tin cho Ông/Bà. Kết quả hồ sơ của Ông/Bà vẫn được báo tại đây. Khi muốn nhận tin, Ông/Bà bấm /nhantin.
news-ended = Đã tắt tin. Kết quả hồ sơ của Ông/Bà vẫn được báo tại đây. Khi muốn nhận tin lại, Ông/Bà bấm /nhantin.
news-nothing = Ông/Bà hiện không nhận tin nào. Muốn dừng việc đang làm, Ông/Bà bấm /huy.
news-name = Nếu Ông/Bà giới thiệu người tên Dung, xin viết cả họ, ví dụ: Nguyễn Thị Dung.
toast-news-off = Đã tắt tin.
toast-news-none = Ông/Bà đã tắt tin từ trước.
menu-news = Nhận tin gương người tốt, việc tốt
