step-1 = <b>Bước 1/4 – Giới thiệu ai</b>
step-2 = <b>Bước 2/4 – Ở đâu</b>
step-3 = <b>Bước 3/4 – Việc tốt</b>
step-4 = <b>Bước 4/4 – Kiểm tra</b>
step-edit = <b>Sửa</b>
ask-kind = Ông/Bà muốn giới thiệu ai?
ask-name = Xin Ông/Bà cho biết { $kind ->
        [person] họ và tên người được giới thiệu
        [collective] tên tập thể được giới thiệu
       *[household] tên chủ hộ hoặc tên gọi của hộ gia đình
    }.
ask-commune = { $name } ở xã, phường nào? Ông/Bà gõ tên xã, phường, có dấu hay không dấu, tên mới hay tên cũ đều được.
ask-which = Tên này có thể là nhiều nơi. Ông/Bà chọn giúp:
ask-district = Ông/Bà chọn huyện, thành phố trước đây:
ask-district-commune = Các xã, phường thuộc { $district } trước đây:
ask-deed =
    Ông/Bà kể giúp: { $name } đã làm việc tốt gì, ở đâu, khi nào?

    Ông/Bà gửi chữ (ít nhất 20 ký tự), ảnh, video, ghi âm hoặc tệp, theo thứ tự nào cũng được. Xong thì bấm <b>Xong</b>.
browse = Chọn theo huyện cũ
via-old = { $commune } ({ $old }, { $district } cũ)
done = Xong
pieces = Xem, bỏ bớt
pieces-title = Ông/Bà đã gửi những mục sau. Bấm vào mục muốn bỏ.
pieces-text = ✕ { $number }. “{ $text }”
pieces-file = ✕ { $number }. { $kind }
received = Đã nhận { $what }.
received-characters = { $count } ký tự lời kể
received-go-on = Ông/Bà gửi thêm, hoặc bấm <b>Xong</b>.
received-short = Xin Ông/Bà kể bằng chữ, ít nhất 20 ký tự, rồi bấm <b>Xong</b>.
check-pledge = Khi bấm <b>Gửi</b>, Ông/Bà cam kết những điều trên là đúng sự thật.
send = ✅ Gửi
edit = Sửa
edit-which = Ông/Bà muốn sửa hoặc thêm dòng nào?
line-kind = Đối tượng
line-name = Tên
line-commune = Xã, phường
line-hamlet = Thôn, tổ dân phố, đơn vị
line-deed = Lời kể
line-evidence = Minh chứng
line-when = Thời gian
line-field = Lĩnh vực
line-phone = Điện thoại người được giới thiệu
line-contact = Điện thoại của Ông/Bà
line-minor = Dưới 16 tuổi
line-shows = Hiện tên Ông/Bà
yes = có
no = không
minor-on = ☐ Người được giới thiệu dưới 16 tuổi
minor-off = ☑ Người được giới thiệu dưới 16 tuổi
shows-on = ☐ Cho công khai tên tôi
shows-off = ☑ Cho công khai tên tôi
ask-hamlet = Ông/Bà cho biết thôn, tổ dân phố hoặc đơn vị.
ask-when = Việc tốt xảy ra khi nào? Ông/Bà bấm nút, hoặc gõ ngày như 5/7/2026, “hôm qua”.
ask-field = Việc tốt thuộc lĩnh vực nào?
ask-phone = Ông/Bà cho biết số điện thoại của người được giới thiệu, nếu người ấy không phiền.
ask-contact = Ông/Bà bấm nút bên dưới để gửi số điện thoại của mình, hoặc gõ số. Số chỉ dùng để cán bộ liên hệ khi cần.
share-contact = 📱 Gửi số điện thoại của tôi
today = Hôm nay
yesterday = Hôm qua
this-month = Tháng này
clear = Để trống
ask-cancel = Ông/Bà muốn dừng? Những gì đã viết sẽ bị bỏ.
cancel-sure = Bỏ bài này
cancel-no = Viết tiếp
note-commune = Đã ghi: <b>{ $commune }</b>.
note-use-buttons = Ông/Bà bấm giúp một nút bên dưới.
note-edited = Đã sửa theo tin Ông/Bà vừa sửa.
note-phone-kept = Đã ghi số điện thoại. Cảm ơn Ông/Bà.
note-contact-later = Hệ thống chưa cần số điện thoại ở bước này.
note-name-kept = Đã ghi tên. Xin Ông/Bà cho biết thêm:
note-choose-kind = Xin Ông/Bà chọn giúp trước.
note-name-short = Tên cần ít nhất 2 chữ cái.
note-name-long = Tên dài quá 120 ký tự. Xin Ông/Bà viết gọn lại.
note-commune-unknown = Hệ thống chưa tìm thấy tên này trong 104 xã, phường của tỉnh Hưng Yên. Ông/Bà thử viết lại, hoặc chọn theo huyện cũ.
note-file-kept = Đã nhận tệp của Ông/Bà và giữ cho bước 3. Bây giờ xin trả lời câu này trước:
note-day-future = Ngày này chưa tới. Xin Ông/Bà xem lại.
note-day-old = Ngày này đã lâu quá. Xin Ông/Bà xem lại.
note-day-unclear = Hệ thống chưa hiểu ngày này. Ông/Bà gõ như 5/7/2026 hoặc “hôm qua”.
note-hamlet-long = Xin Ông/Bà viết gọn trong 200 ký tự.
note-phone-unclear = Số này chưa đúng. Ông/Bà gõ như 0912 345 678.
note-story-short = Lời kể còn ngắn. Xin Ông/Bà kể thêm bằng chữ, ít nhất 20 ký tự.
toast-story-short = Lời kể cần ít nhất 20 ký tự.
toast-removed-already = Mục này đã được bỏ rồi.
note-story-full = Lời kể đã quá 4.000 ký tự nên phần vừa gửi chưa được nhận. Ông/Bà viết gọn lại, hoặc bỏ bớt một đoạn.
note-files-full = Đã đủ 20 tệp nên tệp vừa gửi chưa được nhận. Ông/Bà có thể bỏ bớt một tệp rồi gửi lại.
file-too-big = Tệp này lớn hơn 20 MB nên hệ thống chưa nhận được. Ông/Bà gửi giúp bản ngắn hơn, ảnh chụp màn hình, hoặc dán đường liên kết.
submitted =
    🌸 <b>Cảm ơn Ông/Bà!</b> Lời giới thiệu <b>{ $name }</b> đã được gửi.

    Mã hồ sơ: <code>{ $code }</code>

    Cán bộ phụ trách sẽ đọc và trả lời Ông/Bà ngay tại đây, chậm nhất ngày { $day }. Ông/Bà xem lại bất cứ lúc nào bằng /hoso.

    Trân trọng cảm ơn.
no-campaign = Hiện chưa có đợt giới thiệu nào đang mở. Lời Ông/Bà viết vẫn được giữ lại. Xin Ông/Bà quay lại sau.
