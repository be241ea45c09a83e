# Tin gửi đến nhiều người: soạn, chọn người nhận, xác nhận, theo dõi, báo cáo, thu hồi.

cast-news-off = Tắt tin
cast-below-album = Ông/Bà có thể xem thêm hoặc tắt tin bằng các nút dưới đây.

cast-title = 📣 <b>Tin gửi đến nhiều người</b>
cast-none = Chưa có tin nào.
cast-line = • <b>{ $title }</b> – { $state }, { $at }
cast-new = ✍️ Soạn tin mới
cast-back = ‹ Danh sách tin
cast-empty = (chưa có nội dung)

cast-state-draft = bản nháp
cast-state-proposed = chờ quản trị viên thứ hai
cast-state-scheduled = đã xác nhận, chờ đến giờ
cast-state-collecting = đang lập danh sách người nhận
cast-state-sending = đang gửi
cast-state-paused = đang tạm dừng
cast-state-done = đã xong
cast-state-stopped = đã dừng hẳn
cast-state-discarded = đã bỏ

cast-draft = 📣 <b>Bản nháp</b>
cast-draft-mend = ✏️ <b>Bản nháp lời đính chính</b>
cast-in-vi = Tiếng Việt
cast-in-en = Tiếng Anh
cast-said = <b>{ $language }</b>: { $said }
cast-said-nothing = <b>{ $language }</b>: chưa có
cast-said-nothing-en = <b>{ $language }</b>: chưa có (không bắt buộc)
cast-words-apart = Chữ dài hơn 1.024 ký tự nên sẽ đi thành một tin riêng dưới ảnh hoặc tệp.
cast-two-parts = Mỗi người nhận hai tin liền nhau, vì nút không gắn được vào một nhóm ảnh, và chữ dài không gắn được vào tệp.
cast-link-line = 🔗 { $label } → { $to }
cast-for = <b>Người nhận</b>: { $whom }
cast-reach = <b>Số người nhận lúc này</b>: { $count } · dự kiến gửi trong { $takes }
cast-plan-now = <b>Thời gian</b>: gửi ngay sau khi xác nhận
cast-plan-now-quiet = <b>Thời gian</b>: gửi ngay sau khi xác nhận; đang giờ yên tĩnh nên sẽ bắt đầu lúc { $begins }
cast-plan-at = <b>Thời gian</b>: { $at }
cast-plan-at-quiet = <b>Thời gian</b>: { $at }; khi đó là giờ yên tĩnh nên sẽ bắt đầu lúc { $begins }
cast-missing = Còn thiếu nội dung tiếng Việt.
cast-send-vi = ✍️ Mời Ông/Bà gửi vào đây nội dung <b>tiếng Việt</b>: chữ có định dạng, ảnh, nhóm ảnh, video hoặc tệp. Gửi chữ mới thì chữ cũ được thay. Sửa tin đã gửi thì bản nháp đổi theo.
cast-send-en = ✍️ Mời Ông/Bà gửi vào đây nội dung <b>tiếng Anh</b>: chữ có định dạng, ảnh, nhóm ảnh, video hoặc tệp. Ai đọc tiếng Anh sẽ nhận bản này.
cast-send-mend-vi = ✍️ Mời Ông/Bà gửi vào đây lời mới bằng <b>tiếng Việt</b>. Ảnh và tệp giữ nguyên.
cast-send-mend-en = ✍️ Mời Ông/Bà gửi vào đây lời mới bằng <b>tiếng Anh</b>. Ảnh và tệp giữ nguyên.

cast-write-vi = ✍️ Tiếng Việt
cast-write-en = ✍️ Tiếng Anh
cast-clear-vi = Xóa nội dung
cast-clear-en = Xóa bản tiếng Anh
cast-link = 🔗 Thêm nút liên kết
cast-unlink = Bỏ các nút
cast-audience = 👥 Người nhận
cast-when = 🕗 Hẹn giờ
cast-at-once = Gửi ngay, không hẹn giờ
cast-see = 👁 Xem trước
cast-see-en = 👁 Xem trước bản tiếng Anh
cast-try = Gửi thử cho tôi
cast-confirm = ✅ Xác nhận gửi { $count } người
cast-discard = 🗑 Bỏ tin này

cast-no-draft = Tin này không còn là bản nháp, nên điều vừa gửi không được thêm vào. Bấm /phattin để xem.
cast-no-round = Video tròn không kèm được chữ và nút. Xin Ông/Bà gửi video thường.
cast-album-full = Một tin có nhiều nhất 10 ảnh, video hoặc tệp. Tệp vừa gửi không được thêm.
cast-album-mixed = Ảnh và video đi cùng nhau được, còn tệp tài liệu, nhạc, ảnh động phải đi riêng. Tệp vừa gửi không được thêm; muốn thay, xin bấm “Xóa nội dung” rồi gửi lại.
cast-mend-words-only = Lời đính chính chỉ thay được chữ, không thay được ảnh và tệp.
cast-too-long = Nội dung dài { $length } ký tự, nhiều nhất là { $most }. Xin Ông/Bà rút gọn rồi gửi lại; nội dung trước vẫn giữ nguyên.
cast-edited = Đã đổi theo tin Ông/Bà vừa sửa.
cast-edited-late = Tin đã được xác nhận nên việc sửa ở đây không đổi tin nữa. Muốn sửa, xin mở tin bằng /phattin.
words-cast-link =
    Xin Ông/Bà gửi tên nút và địa chỉ trong một tin, địa chỉ bắt đầu bằng <code>https://</code>. Ví dụ:

    Xem kế hoạch { $example }

    Muốn có tên tiếng Anh thì thêm sau dấu gạch đứng: Xem kế hoạch | Read more { $example }
cast-links-full = Một tin có nhiều nhất 3 nút liên kết.
cast-link-address = Chưa thấy địa chỉ bắt đầu bằng <code>https://</code>. Xin Ông/Bà gửi lại tên nút và địa chỉ.
cast-link-label = Tên nút cần có chữ, không quá 40 ký tự, và nhiều nhất hai tên (Việt | Anh). Xin Ông/Bà gửi lại tên nút và địa chỉ.
words-cast-time = Xin Ông/Bà cho biết ngày giờ gửi, ví dụ 25/12 08:00. Giờ Việt Nam.
cast-time-unclear = Chưa rõ ngày giờ. Xin Ông/Bà viết như 25/12 08:00, hoặc 14:30 nếu là hôm nay.
cast-time-past = Thời điểm này đã qua. Xin Ông/Bà chọn giờ khác.
cast-time-far = Thời điểm này xa quá một năm. Xin Ông/Bà chọn ngày gần hơn.

cast-preview-vi = 👇 <b>Xem trước</b>: người nhận sẽ thấy đúng như dưới đây. Các nút là nút thật.
cast-preview-en = 👇 <b>Xem trước bản tiếng Anh</b>: người đọc tiếng Anh sẽ thấy đúng như dưới đây. Các nút là nút thật.

cast-audience-title = 👥 <b>Chọn người nhận</b>
cast-audience-news = Chỉ những người đã đăng ký nhận tin mới nhận được, kể cả cán bộ trong đội ngũ.
cast-audience-include = Đang chọn <b>gửi cho ai</b>. Không chọn gì là gửi cho tất cả người đăng ký. Trong một mục, hợp một ý là được; giữa các mục, phải hợp tất cả.
cast-audience-exclude = Đang chọn <b>loại trừ ai</b>. Hợp bất kỳ mục nào là bị loại.
cast-audience-clear = Bỏ hết dấu chọn
cast-audience-done = ✅ Xong
cast-audience-got-it = <b>Người nhận</b>: những người đã nhận tin này trong 48 giờ qua
cast-to-exclude = Chọn người loại trừ ›
cast-to-include = ‹ Chọn người gửi
cast-by-role = Vai trò
cast-by-commune = Xã, phường
cast-by-language = Ngôn ngữ
cast-by-channel = Kênh
cast-by-activity = Hoạt động
cast-by-campaign = Đợt phát động
cast-by-telegram = Kênh Telegram
cast-by-other = Kênh khác
cast-districts = ‹ Các huyện cũ
cast-who-citizen = Người dân
cast-did-nominate = Đã giới thiệu
cast-did-never = Chưa bao giờ giới thiệu
cast-did-7 = Giới thiệu trong 7 ngày qua
cast-did-30 = Giới thiệu trong 30 ngày qua
cast-did-90 = Giới thiệu trong 90 ngày qua
cast-did-365 = Giới thiệu trong 365 ngày qua
cast-everybody = tất cả người đăng ký nhận tin
cast-except = { $include } – trừ: { $exclude }
cast-more = { $count } nơi khác
cast-got-it = những người đã nhận tin này

cast-confirm-title = <b>Xác nhận lần cuối</b>
cast-confirm-what = <b>Nội dung</b>: “{ $title }”
cast-confirm-end = <b>Dự kiến xong</b>: { $at }
cast-confirm-second = Tin gửi từ { $from } người trở lên cần thêm một quản trị viên khác đồng ý.
cast-confirm-warning = Danh sách người nhận được chốt khi bắt đầu gửi. Mỗi người nhận nhiều nhất một lần.
cast-confirm-sure = ✅ Xác nhận gửi { $count } người
cast-nobody = Hiện chưa có ai nhận được tin này. Xin Ông/Bà xem lại phần người nhận.
cast-no-second = Tin gửi từ { $from } người trở lên cần một quản trị viên khác đồng ý, mà hiện chưa có ai khác. Xin Ông/Bà mời thêm quản trị viên bằng /moi, hoặc chọn ít người nhận hơn.
cast-discard-ask = Bỏ tin này? Nội dung đã soạn sẽ không gửi cho ai.
cast-discard-sure = 🗑 Bỏ hẳn

cast-second = <b>{ $who }</b> muốn gửi tin sau đây và cần thêm một quản trị viên đồng ý. Tin sẽ đến tay người nhận đúng như dưới đây.
cast-awaits-second = Chờ một quản trị viên khác đồng ý gửi cho { $count } người.
cast-agree = ✅ Đồng ý gửi
cast-return = ↩️ Trả lại
cast-take-back = ↩️ Rút lại để sửa
cast-agreed = <b>{ $who }</b> đã đồng ý gửi tin của Ông/Bà.
cast-returned = <b>{ $who }</b> đã trả tin này lại để sửa. Tin đang là bản nháp; bấm /phattin để mở.

cast-head = 📣 <b>{ $title }</b> – { $state }
cast-head-deletion = 🗑 <b>Thu hồi tin “{ $title }”</b> – { $state }
cast-head-correction = ✏️ <b>Đính chính: { $title }</b> – { $state }
cast-begins-now = Sẽ bắt đầu ngay.
cast-begins-at = Sẽ bắt đầu lúc { $at }.
cast-begins-quiet = Vì giờ yên tĩnh, sẽ bắt đầu lúc { $at }.
cast-rewrite = ✍️ Sửa lại
cast-collecting = Đang lập danh sách: { $count } người.
cast-figures = Đã gửi { $sent } · không gửi được { $missed } · còn lại { $left } / { $total }
cast-quiet = 🌙 Giờ yên tĩnh: tạm nghỉ đến { $at }.
cast-left = Còn khoảng { $takes }.
cast-ends = Dự kiến xong lúc { $at }.
cast-pause = ⏸ Tạm dừng
cast-resume = ▶️ Tiếp tục
cast-stop = ⏹ Dừng hẳn
cast-stop-ask = Dừng hẳn? { $left } người chưa nhận sẽ không nhận được tin này nữa. Không thể gửi tiếp sau khi đã dừng.
cast-stop-sure = ⏹ Dừng hẳn
cast-stop-no = ‹ Không dừng
cast-stopped = Đã dừng. Báo cáo sẽ đến trong giây lát.
cast-pause-asked = ⏸ Tạm dừng theo yêu cầu.
cast-pause-errors = ⚠️ Tự tạm dừng vì hơn 10 % trong 200 lượt gửi gần nhất bị lỗi.
cast-pause-late = ⏰ Đến giờ gửi thì hệ thống không hoạt động, và đã trễ hơn một giờ. Tin chưa gửi cho ai; xin Ông/Bà quyết định.
cast-pause-restored = 🗄 Dữ liệu vừa được khôi phục từ bản sao lưu nên tin tạm dừng. Xin Ông/Bà kiểm tra trước khi cho gửi tiếp.
cast-was-due = Giờ đã hẹn: { $at }.
cast-late-send = ▶️ Gửi ngay
cast-late-when = 🕗 Hẹn lại
cast-late-cancel = ⏹ Hủy
cast-told-errors = ⚠️ Một tin đang gửi vừa tự tạm dừng vì quá nhiều lượt gửi bị lỗi. Xin Ông/Bà xem rồi chọn tiếp tục hoặc dừng hẳn.
cast-told-restored = 🗄 Một tin đang tạm dừng vì dữ liệu vừa được khôi phục từ bản sao lưu. Người đã nhận sau thời điểm sao lưu có thể nhận lại, xin Ông/Bà cân nhắc.

cast-report = 📊 <b>Báo cáo: { $title }</b> – { $state }
cast-report-deletion = 📊 <b>Báo cáo thu hồi “{ $title }”</b> – { $state }
cast-report-correction = 📊 <b>Báo cáo đính chính: { $title }</b> – { $state }
cast-report-total = Tổng số: { $count }
cast-report-sent = ✅ Thành công: { $count }
cast-report-unknown = ❔ Có thể đã nhận, không gửi lại: { $count }
cast-report-blocked = 🚫 Đã chặn hoặc không còn tài khoản: { $count }
cast-report-failed = ❌ Bị từ chối: { $count }
cast-report-skipped = ➖ Không gửi: { $count }
cast-report-why = – { $why }: { $count }
cast-report-time = Từ { $began } đến { $ended } ({ $takes })
cast-report-rate = Tốc độ trung bình: { $rate } người/giây
cast-skip-unsubscribed = đã tắt tin trong lúc chờ
cast-skip-quiet = dừng hẳn trong giờ yên tĩnh
cast-skip-stopped = dừng hẳn trước khi đến lượt
cast-skip-budget = hết hạn mức của kênh
cast-skip-nothing = không còn gì để thu hồi hoặc đính chính
cast-missed = 📄 Danh sách chưa nhận
cast-missed-file = Danh sách những người chưa nhận và lý do. Danh sách có tên người, xin Ông/Bà giữ cẩn thận.
cast-missed-none = Mọi người đều đã nhận.
cast-csv-number = STT
cast-csv-name = Họ và tên
cast-csv-channel = Kênh
cast-csv-address = Mã người nhận
cast-csv-outcome = Kết quả
cast-csv-reason = Lý do
cast-csv-at = Thời điểm
cast-csv-sent = Đã nhận
cast-csv-blocked = Đã chặn hoặc không còn tài khoản
cast-csv-unknown = Có thể đã nhận; hệ thống không gửi lại
cast-outcome-unknown = Không rõ
cast-outcome-blocked = Bị chặn
cast-outcome-failed = Bị từ chối
cast-outcome-skipped = Không gửi

cast-recall = ↩️ Thu hồi
cast-recall-ask = Thu hồi tin này? Có thể xóa khỏi máy người nhận, hoặc thay bằng lời khác. Trong 48 giờ qua có { $count } người đã nhận; { $gone } người nhận trước đó thì không còn thu hồi được.
cast-recall-delete = 🗑 Xóa tin
cast-recall-correct = ✏️ Thay lời khác
cast-delete-ask = Xóa tin “{ $title }” khỏi máy của { $count } người? Không thể lấy lại.
cast-delete-sure = 🗑 Xóa tin

cast-moments = chưa đến 1 phút
cast-minutes = { $count } phút
cast-hours = { $count } giờ
cast-hours-minutes = { $hours } giờ { $minutes } phút

toast-cast-old = Tin này đã thay đổi. Đây là tình trạng hiện nay.
toast-cast-gone = Tin này không còn nữa.
toast-cast-another = Cần một quản trị viên khác, không phải người soạn hay người xác nhận.
toast-cast-empty = Chưa có nội dung tiếng Việt.
toast-cast-tried = Đã gửi thử.
toast-cast-list = Danh sách sẽ đến trong giây lát.
toast-cast-late = Đã quá 48 giờ hoặc chưa ai nhận, nên không thu hồi được nữa.
toast-cast-recalling = Tin này đang được thu hồi hoặc đính chính.
