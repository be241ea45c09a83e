desk-notes = 📝 Ghi chú nội bộ
desk-write = Nhắn người giới thiệu…
desk-thread = 💬 Xem trao đổi
card-notes = 📝 { $count } ghi chú – { $who }: “{ $note }”
card-thread-reply = 💬 <b>Người giới thiệu trả lời:</b> “{ $words }”
card-thread-awaits = 💬 Đã nhắn người giới thiệu lúc { $at }, chờ trả lời
notes-title = 📝 <b>Ghi chú nội bộ – { $code }</b> ({ $count })
notes-none = Chưa có ghi chú nào. Ghi chú chỉ cán bộ xét duyệt đọc được.
notes-row =
    <b>{ $who }</b>, { $at }
    { $note }
notes-write = ✍️ Viết ghi chú
notes-kept = Đã lưu ghi chú cho hồ sơ <b>{ $code }</b>.
words-note = Ông/Bà viết ghi chú cho hồ sơ <b>{ $code }</b> (2 đến 1.000 ký tự). Chỉ cán bộ xét duyệt đọc được. Gõ /huy để thôi.
words-message = Ông/Bà viết lời nhắn tới người giới thiệu hồ sơ <b>{ $code }</b> (2 đến 1.000 ký tự). Người giới thiệu không thấy tên hay tài khoản của Ông/Bà. Gõ /huy để thôi.
words-reply = Ông/Bà viết câu trả lời về hồ sơ <b>{ $code }</b> (2 đến 1.000 ký tự). Cán bộ phụ trách sẽ đọc được. Gõ /huy để thôi.
thread-from-desk =
    Cán bộ phụ trách hồ sơ <b>{ $code }</b> nhắn:

    <blockquote>{ $words }</blockquote>
thread-from-author =
    💬 Người giới thiệu hồ sơ <b>{ $code }</b> trả lời:

    <blockquote>{ $words }</blockquote>
thread-reply = ↩️ Trả lời
thread-open = Mở hồ sơ
thread-written = Đã gửi lời nhắn tới người giới thiệu hồ sơ <b>{ $code }</b>.
thread-replied = Đã gửi câu trả lời về hồ sơ <b>{ $code }</b>. Cảm ơn Ông/Bà.
thread-mine = 💬 Trao đổi với cán bộ
thread-title = 💬 <b>Trao đổi về hồ sơ { $code }</b>
thread-none = Chưa có trao đổi nào về hồ sơ này.
thread-nominator = Người giới thiệu
thread-desk = Cán bộ phụ trách
thread-you = Ông/Bà
thread-row =
    <b>{ $who }</b>, { $at }
    { $words }
thread-withdrawn = Hồ sơ <b>{ $code }</b> đã được rút nên không nhắn tiếp được nữa. Cảm ơn Ông/Bà.
thread-too-many = Ông/Bà đã gửi { $count } tin về hồ sơ <b>{ $code }</b> trong 24 giờ qua. Xin Ông/Bà nhắn tiếp vào ngày mai.
thread-file-kept = Đã giữ tệp làm minh chứng của hồ sơ <b>{ $code }</b>. Câu trả lời xin Ông/Bà viết bằng chữ.
thread-file-not-kept = Hồ sơ <b>{ $code }</b> không nhận thêm tệp được nữa. Câu trả lời xin Ông/Bà viết bằng chữ.
toast-unreachable = Người giới thiệu đã chặn bot nên hiện không nhắn được.
toast-no-thread = Chưa có trao đổi nào với người giới thiệu.
