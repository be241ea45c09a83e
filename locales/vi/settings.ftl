settings =
    <b>Cài đặt</b>

    Thay đổi có hiệu lực ngay, và hệ thống ghi lại ai đã đổi. Ông/Bà muốn xem phần nào?
settings-group-review = Xét duyệt
settings-group-deadlines = Thời hạn
settings-group-limits = Giới hạn gửi hồ sơ
settings-group-quiet = Giờ yên tĩnh
settings-group-sending = Gửi tin, lời mời
settings-group-keeping = Thời gian lưu giữ
settings-entries-field = Lĩnh vực
settings-entries-reason = Lý do không ghi nhận
settings-changes = Thay đổi gần đây
settings-back = ‹ Cài đặt
settings-figure = { $number }. { $meaning }: <b>{ $now }</b> (mặc định { $default })
settings-which = Bấm số để thay đổi.
settings-change = ✎ { $number }
settings-default = Về mặc định ({ $value })
settings-set = Đã đặt: { $meaning } = <b>{ $now }</b>. Có hiệu lực ngay.
settings-same = Không có gì thay đổi: { $meaning } vẫn là <b>{ $now }</b>.
setting-wrong = Giá trị này không dùng được.
words-figure =
    <b>{ $meaning }</b>
    Đang là: <b>{ $now }</b>. Mặc định: { $default }.

    Xin Ông/Bà nhắn giá trị mới, từ { $least } đến { $most }.
settings-changes-title = <b>Thay đổi gần đây</b>
settings-no-changes = Chưa có thay đổi nào.
settings-operator = Người vận hành hệ thống
settings-changed = { $at } – { $who }: { $what }: { $from } → { $to }
settings-changed-words = { $at } – { $who }: { $what }, { $part }: { $from } → { $to }
settings-changed-hidden = { $at } – { $who }: { $what }: đã ẩn
settings-changed-shown = { $at } – { $who }: { $what }: đã hiện lại
settings-changed-added = { $at } – { $who }: { $what }: đã thêm
settings-changed-place = { $at } – { $who }: { $what }: vị trí { $from } → { $to }
entry-named-field = lĩnh vực “{ $label }”
entry-named-reason = lý do “{ $label }”
entry-row = { $number }. { $label }
entry-row-hidden = { $number }. <i>{ $label } (đang ẩn)</i>
entry-which = Bấm số để xem và sửa.
entry-add-field = ＋ Thêm lĩnh vực
entry-add-reason = ＋ Thêm lý do
entry-title-field = Lĩnh vực <b>{ $label }</b>
entry-title-reason = Lý do <b>{ $label }</b>
entry-words = { $part }: { $words }
entry-no-words = (chưa có, dùng bản tiếng Việt)
entry-is-hidden = Đang ẩn: không còn để chọn, nhưng hồ sơ cũ vẫn đọc được.
entry-part-vi = tên tiếng Việt
entry-part-en = tên tiếng Anh
entry-part-vi-long = lời gửi người giới thiệu, tiếng Việt
entry-part-en-long = lời gửi người giới thiệu, tiếng Anh
entry-rename-vi = ✎ Tên tiếng Việt
entry-rename-en = ✎ Tên tiếng Anh
entry-rename-vi-long = ✎ Lời tiếng Việt
entry-rename-en-long = ✎ Lời tiếng Anh
entry-hide = Ẩn đi
entry-show = Hiện lại
entry-up = ▲ Lên
entry-down = ▼ Xuống
entry-back-field = ‹ Lĩnh vực
entry-back-reason = ‹ Lý do
words-entry-label = Xin Ông/Bà nhắn <b>{ $part }</b>, từ { $least } đến { $most } ký tự.
words-entry-text = Xin Ông/Bà nhắn <b>{ $part }</b>, từ { $least } đến { $most } ký tự. Người giới thiệu sẽ đọc nguyên văn, nên xin viết nhẹ nhàng và rõ ràng.
entry-same = Đã có mục mang tên này. Xin Ông/Bà chọn tên khác.
entry-renamed = Đã đổi. Có hiệu lực ngay.
entry-added = Đã thêm. Ông/Bà có thể ghi thêm bản tiếng Anh và đổi vị trí.
toast-entry-old = Mục này vừa được người khác thay đổi. Đây là bản hiện tại.
toast-entry-last = Phải còn ít nhất một mục để chọn, nên không thể ẩn mục này.
toast-entry-end = Mục này đã ở đầu hoặc cuối danh sách.
toast-entries-full = Đã có đủ 40 mục. Xin Ông/Bà sửa hoặc hiện lại một mục đang ẩn.
toast-entry-hidden = Đã ẩn “{ $label }”.
toast-entry-shown = Đã hiện lại “{ $label }”.
