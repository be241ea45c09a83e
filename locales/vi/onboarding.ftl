greeting-kept = Hệ thống đã giữ lại nội dung Ông/Bà vừa gửi. Trước khi tiếp tục, xin Ông/Bà đọc mấy dòng sau.
greeting =
    🌸 Kính chào Ông/Bà.

    <b>“Mỗi người tốt, việc tốt là một bông hoa đẹp.”</b> Tại đây, Ông/Bà giới thiệu với tỉnh Hưng Yên những người tốt, việc tốt quanh mình, chỉ trong vài phút.

    <b>Về dữ liệu của Ông/Bà.</b> Hệ thống giữ tên và mã tài khoản nhắn tin của Ông/Bà, cùng những gì Ông/Bà gửi, để cơ quan thi đua – khen thưởng của tỉnh xem xét lời giới thiệu. Ông/Bà có thể yêu cầu xoá bất cứ lúc nào. Bấm <b>Đọc thêm</b> để biết đầy đủ.

    Ông/Bà có đồng ý không?
consent = Đồng ý
read-more = Đọc thêm
toast-consented = Ông/Bà đã đồng ý từ trước. Xin cảm ơn.
toast-consent-first = Xin Ông/Bà đọc thông báo và bấm Đồng ý trước.
toast-notice-changed = Thông báo đã được cập nhật. Xin Ông/Bà xem lại.
notice =
    <b>Thông báo về dữ liệu cá nhân</b>

    <b>Giữ những gì.</b> Tên và mã tài khoản nhắn tin của Ông/Bà; số điện thoại, chỉ khi Ông/Bà tự gửi; lời kể, ảnh và tệp Ông/Bà gửi (bài viết dở được giữ nhiều nhất 30 ngày); tên và nơi ở của người được giới thiệu.

    <b>Để làm gì.</b> Để cơ quan thi đua – khen thưởng của tỉnh xem xét, xác minh và biểu dương người tốt, việc tốt. Không dùng vào việc khác. Tin về người tốt, việc tốt chỉ gửi khi Ông/Bà đăng ký nhận.

    <b>Ai giữ.</b> Cơ quan thi đua – khen thưởng của tỉnh, trên máy chủ của mình. Tin nhắn đi qua ứng dụng nhắn tin, có máy chủ ở nước ngoài.

    <b>Công khai.</b> Không điều gì được công khai khi người được giới thiệu chưa đồng ý. Với người dưới 16 tuổi, cần cả người giám hộ đồng ý. Tên của Ông/Bà chỉ hiện ra nếu Ông/Bà chọn như vậy.

    <b>Xin đừng gửi</b> ảnh căn cước, hồ sơ bệnh án, hay chuyện riêng tư của người khác.

    <b>Quyền của Ông/Bà.</b> Bấm /dulieu để xem, nhận, rút lại sự đồng ý hoặc xoá dữ liệu. Cần sửa điều gì, xin Ông/Bà liên hệ cơ quan thi đua – khen thưởng của tỉnh; yêu cầu được trả lời trong 2 ngày làm việc.
menu = 🌸 Mời Ông/Bà chọn việc muốn làm.
menu-thanks =
    Cảm ơn Ông/Bà đã đồng ý.

    🌸 Quanh ta có bao người tốt, việc tốt. Mời Ông/Bà giới thiệu một người.
button-nominate = 🌸 Giới thiệu gương
button-mine = 📁 Hồ sơ của tôi
button-language = 🌐 English
button-help = Hướng dẫn
button-notice = Dữ liệu cá nhân
help =
    <b>Ông/Bà có thể:</b>

    /gioithieu – giới thiệu một người tốt, việc tốt
    /hoso – xem, bổ sung hoặc rút hồ sơ đã gửi
    /huy – dừng việc đang làm
    /nhantin – nhận tin về người tốt, việc tốt; /dung để tắt tin
    /dulieu – xem, nhận hoặc xoá dữ liệu của mình
    /start – về trang đầu
    /ngonngu – đổi ngôn ngữ
    /trogiup – xem lại hướng dẫn này

    Ông/Bà cũng có thể gửi ngay một bức ảnh hoặc kể một câu chuyện. Hệ thống sẽ hỏi tiếp những gì cần biết.
help-reviewer =
    <b>Dành cho cán bộ xét duyệt:</b>

    /hangcho – hồ sơ đang chờ
    /tim – tìm hồ sơ theo mã, tên, số điện thoại
    /nhapho – nhập hộ người không dùng ứng dụng
    /thongke – thống kê hồ sơ theo tuần, tháng, quý, năm
help-editor =
    <b>Dành cho biên tập viên:</b>

    Công bố gương trên thẻ của hồ sơ đã ghi nhận
help-broadcast = /phattin – gửi tin cho nhiều người, xem kết quả, thu hồi
help-admin =
    <b>Dành cho quản trị viên:</b>

    /chiendich – các đợt phát động: tạo, sửa, mở, đóng
    /doingu – đội ngũ: vai trò, phạm vi, lời mời, việc gần đây
    /moi – mời cán bộ xét duyệt, biên tập viên, quản trị viên
    /caidat – lĩnh vực, lý do, thời hạn, giờ yên tĩnh
    /hanche – xem ai đang bị hạn chế, bỏ hạn chế
    /gannhom – trong một nhóm: nhóm nhận hồ sơ của nơi nào; /gonhom để thôi
languages = Ông/Bà muốn dùng ngôn ngữ nào?
language-vi = Tiếng Việt
language-en = English
cancelled = Đã dừng. Không có gì được gửi đi. Khi cần, Ông/Bà bấm /gioithieu.
cancelled-adding = Đã thôi bổ sung. Những gì Ông/Bà đã bổ sung vẫn nằm trong hồ sơ; Ông/Bà xem bằng /hoso.
cancelled-refusing = Đã thôi từ chối. Hồ sơ vẫn đang chờ; Ông/Bà xem bằng /hangcho.
nothing-to-cancel = Ông/Bà không có việc gì đang làm dở. Ông/Bà có thể bấm /gioithieu hoặc /trogiup.
unfinished = Ông/Bà đang viết dở lời giới thiệu <b>{ $name }</b>. Ông/Bà muốn viết tiếp không?
unfinished-nameless = Ông/Bà đang viết dở một lời giới thiệu. Ông/Bà muốn viết tiếp không?
unfinished-until = Phần đã viết được giữ đến hết ngày { $day }.
resume = Viết tiếp
drop = Bỏ bài này
offer =
    Ông/Bà muốn giới thiệu gương này?

    Đã nhận { $what }.
offer-to =
    Ông/Bà đang viết dở lời giới thiệu <b>{ $name }</b>. Ông/Bà muốn thêm phần vừa gửi vào đó không?

    Đã nhận { $what }.
offer-to-nameless =
    Ông/Bà đang viết dở một lời giới thiệu. Ông/Bà muốn thêm phần vừa gửi vào đó không?

    Đã nhận { $what }.
offer-thanks = Cảm ơn Ông/Bà đã đồng ý.
offer-yes = Giới thiệu gương này
offer-append = Thêm vào bài đang viết
offer-no = Không, cảm ơn
offer-full = Đã đủ 20 mục nên mục vừa gửi chưa được giữ. Ông/Bà bấm nút ở tin nhắn phía trên để viết tiếp.
