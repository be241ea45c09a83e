step-1 = <b>Bước 1/4 – Giới thiệu ai</b>
step-2 = <b>Bước 2/4 – Ở đâu</b>
step-3 = <b>Bước 3/4 – Việc tốt</b>
step-4 = <b>Bước 4/4 – Kiểm tra</b>
step-edit = <b>Bước 4/4 – Sửa</b>
ask-kind = Ông/Bà muốn giới thiệu ai?
ask-name = Xin Ông/Bà cho biết { $kind ->
        [person] họ và tên người được giới thiệu
        [collective] tên tập thể được giới thiệu
       *[household] tên chủ hộ hoặc tên gọi của hộ gia đình
    }.
ask-commune = <b>{ $name }</b> ở xã, phường nào? Ông/Bà gõ tên xã, phường: có dấu hay không dấu, tên mới hay tên cũ đều được.
ask-which = Tên này có thể là nhiều nơi. Ông/Bà chọn giúp:
ask-which-one = Có phải Ông/Bà muốn nói nơi này không? Nếu không phải, Ông/Bà gõ lại tên, hoặc chọn theo huyện cũ.
ask-which-more = Có nhiều nơi tên gần giống như vậy. Ông/Bà chọn giúp, hoặc gõ lại tên kèm huyện cũ, ví dụ “Lê Lợi, Kiến Xương”.
ask-district = Ông/Bà chọn huyện, thành phố trước đây:
ask-district-commune = Các xã, phường thuộc { $district } trước đây:
ask-deed =
    Ông/Bà kể giúp: <b>{ $name }</b> đã làm việc tốt gì, ở đâu, khi nào?

    Ông/Bà viết một vài câu (ít nhất 20 ký tự), và có thể gửi thêm ảnh, video, ghi âm, tệp, đường liên kết (tối đa 20 tệp), theo thứ tự nào cũng được. Xong thì bấm <b>Xong</b>.
browse = Chọn theo huyện cũ
keep = Giữ nguyên
current = Đang ghi: <b>{ $value }</b>.
via-old = { $commune } ({ $old }, { $district } cũ)
done = Xong
pieces = Xem, bỏ bớt
pieces-title = Ông/Bà đã gửi những mục sau. Muốn bỏ mục nào, Ông/Bà bấm vào mục đó.
pieces-text = ✕ { $number }. “{ $text }”
pieces-file = ✕ { $number }. { $kind }
pieces-file-text = ✕ { $number }. { $kind }: “{ $text }”
received = Đã nhận { $what }.
received-characters = lời kể dài { $count } ký tự
received-go-on = Ông/Bà gửi thêm, hoặc bấm <b>Xong</b>.
received-edit = Muốn đổi lời kể, Ông/Bà bấm <b>Xem, bỏ bớt</b> để bỏ đoạn cũ, rồi gửi đoạn mới. Xong thì bấm <b>Xong</b>.
received-short = Xin Ông/Bà kể một vài câu bằng chữ (ít nhất 20 ký tự), rồi bấm <b>Xong</b>.
check-more = Muốn ghi thêm thời gian, lĩnh vực, điện thoại…, Ông/Bà bấm các nút bên dưới. Những dòng này không bắt buộc.
check-pledge = Ông/Bà xem lại giúp. Bấm <b>Gửi</b> là Ông/Bà cam kết những điều trên đúng sự thật.
send = ✅ Gửi
edit = Sửa
edit-which = Ông/Bà muốn sửa hoặc thêm dòng nào?
line-kind = Đối tượng
line-name = Tên
line-commune = Xã, phường
line-hamlet = Thôn, tổ dân phố, đơn vị
line-deed = Lời kể
line-evidence = Minh chứng
line-story = Lời kể, minh chứng
line-when = Thời gian
line-field = Lĩnh vực
line-phone = Điện thoại người được giới thiệu
line-contact = Điện thoại của Ông/Bà
line-nominator-phone = Điện thoại người giới thiệu
line-minor = Dưới 16 tuổi
line-shows = Công khai tên người giới thiệu
yes = có
no = không
minor-on = ☐ Người được giới thiệu dưới 16 tuổi
minor-off = ☑ Người được giới thiệu dưới 16 tuổi
shows-on = ☐ Cho công khai tên tôi
shows-off = ☑ Cho công khai tên tôi
ask-hamlet = Ông/Bà cho biết thôn, tổ dân phố hoặc đơn vị công tác.
ask-when = Việc tốt diễn ra khi nào? Ông/Bà bấm nút, hoặc gõ ngày như 5/7/2026, “hôm qua”.
ask-field = Việc tốt thuộc lĩnh vực nào?
ask-phone = Ông/Bà gõ số điện thoại của người được giới thiệu, nếu người ấy đồng ý.
ask-contact = Ông/Bà gõ số điện thoại của mình, hoặc bấm nút 📱 bên dưới. Số này chỉ để cán bộ liên hệ khi cần xác minh.
share-contact = 📱 Gửi số điện thoại của tôi
share-contact-below = 📱 Ông/Bà có thể bấm nút dưới đây để gửi số điện thoại của mình.
keyboard-gone = Đã cất nút gửi số điện thoại.
today = Hôm nay
yesterday = Hôm qua
this-month = Tháng này
clear = Để trống
ask-cancel = Ông/Bà muốn dừng? Những gì đã viết trong bài này sẽ bị bỏ.
cancel-sure = Dừng và bỏ bài này
cancel-no = Viết tiếp
note-commune = Đã ghi: <b>{ $commune }</b>.
note-commune-old = Đã ghi: <b>{ $commune }</b> (trước đây là { $old }, { $district }).
note-wrong-back = Nếu chưa đúng, Ông/Bà bấm <b>Quay lại</b>.
note-wrong-edit = Nếu chưa đúng, Ông/Bà bấm <b>Sửa</b>.
note-commune-unclear = Tên mới sửa chưa rõ là nơi nào nên xã, phường vẫn giữ như cũ.
note-use-buttons = Xin Ông/Bà bấm một nút bên dưới.
note-check-words = Đây là bước kiểm tra. Muốn gửi, Ông/Bà bấm <b>Gửi</b>; muốn đổi, bấm <b>Sửa</b>.
note-no-command = Hệ thống không có lệnh này. Ông/Bà đang ở bước sau:
note-edited = Đã sửa theo tin Ông/Bà vừa sửa.
note-edited-to = Đã sửa thành: “{ $text }”
note-added = Đã thêm phần Ông/Bà vừa gửi.
note-phone-kept = Đã ghi số điện thoại. Cảm ơn Ông/Bà.
note-contact-later = Bước này chưa cần số điện thoại.
note-name-kept = Đã ghi tên. Xin Ông/Bà cho biết thêm:
note-choose-kind = Xin Ông/Bà bấm chọn một trong ba nút bên dưới trước.
note-name-short = Tên còn ngắn quá. Xin Ông/Bà viết đủ họ tên hoặc tên gọi, ít nhất 2 ký tự.
note-name-long = Tên dài quá 120 ký tự. Xin Ông/Bà chỉ viết tên; lời kể để ở bước 3.
note-commune-unknown = Hệ thống chưa tìm thấy tên này trong 104 xã, phường của tỉnh Hưng Yên. Ông/Bà gõ lại giúp, hoặc bấm <b>Chọn theo huyện cũ</b>.
note-file-kept = Đã nhận phần Ông/Bà vừa gửi và giữ cho bước 3. Bây giờ, xin Ông/Bà trả lời câu này:
note-day-future = Ngày này chưa tới. Xin Ông/Bà xem lại.
note-day-old = Thời gian này xa quá. Xin Ông/Bà xem lại.
note-day-unclear = Hệ thống chưa hiểu ngày này. Ông/Bà gõ như 5/7/2026 hoặc “hôm qua”.
note-hamlet-long = Xin Ông/Bà viết gọn, tối đa 200 ký tự.
note-phone-unclear = Số này chưa đúng. Ông/Bà gõ như 0912 345 678.
note-story-short = Lời kể còn ngắn nên chưa sang bước sau được.
toast-story-short = Lời kể cần ít nhất 20 ký tự.
toast-removed-already = Mục này đã được bỏ rồi.
note-story-full = Lời kể đã quá 4.000 ký tự nên phần vừa gửi chưa được nhận.
note-files-full = Đã đủ 20 tệp nên tệp vừa gửi chưa được nhận.
note-pieces-full = Đã đủ 60 tin nên tin vừa gửi chưa được nhận.
note-full-here = Ông/Bà bấm <b>Xem, bỏ bớt</b> để bỏ một mục, rồi gửi lại.
note-full-check = Muốn đổi, Ông/Bà bấm <b>Sửa</b>, rồi <b>Lời kể, minh chứng</b>, bỏ một mục rồi gửi lại.
note-full-later = Đến bước 3, Ông/Bà có thể bỏ một mục rồi gửi lại.
file-too-big = Tệp này lớn hơn 20 MB nên hệ thống không nhận được. Ông/Bà gửi giúp bản ngắn hơn, ảnh chụp màn hình, hoặc dán đường liên kết.
submitted =
    🌸 <b>Cảm ơn Ông/Bà!</b> Lời giới thiệu <b>{ $name }</b> đã được gửi.

    Mã hồ sơ: <code>{ $code }</code>

    Hồ sơ được tiếp nhận chậm nhất ngày { $day }. Khi có kết quả, hệ thống báo Ông/Bà ngay tại đây. Ông/Bà xem lại bất cứ lúc nào bằng /hoso.

    Trân trọng cảm ơn.
toast-sent = Lời giới thiệu đã được gửi rồi. Cảm ơn Ông/Bà.
