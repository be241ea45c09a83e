# Trên thẻ hồ sơ
kin-goes-with = ↪️ Gộp vào hồ sơ <b>{ $code }</b> ({ $state })
kin-adds-to-public = 🌸 Người giới thiệu gửi thêm câu chuyện cho điển hình đã được công bố
kin-others = Cùng điển hình: { $codes }
kin-supporters = 👥 { $count } người cùng giới thiệu
kin-likely-elsewhere = 🔎 <b>Có thể trùng:</b> { $count } hồ sơ. Xem danh sách trong tin nhắn riêng.
kin-likely = 🔎 <b>Có thể trùng:</b> { $count } – giống nhất: { $name }, { $commune } ({ $score }%)
kin-commended = 🏅 <b>Đã được khen:</b> { $form }, { $number }, { $day } – việc: { $deed } ({ $code })
kin-list-open = 🔎 Giống { $count } hồ sơ
kin-list =
    🔎 <b>Những hồ sơ có thể cùng người, cùng việc với { $code }</b>

    Hệ thống chỉ gợi ý; Ông/Bà xem và quyết định.
kin-list-none = Hiện không còn hồ sơ nào có thể trùng.
kin-line = <b>{ $number }. { $name }</b> – { $commune } · { $code } · { $state }
kin-joined = Đã được xác định là cùng điển hình.
kin-for = Giống { $score }%: { $why }
kin-against = Khác: { $why }
kin-compare = So sánh { $number }
kin-hidden-count = Đã đánh dấu không trùng: { $count }
kin-hidden-open = Xem lại những hồ sơ không trùng
kin-hidden = <b>Đã đánh dấu là không trùng với { $code }</b>
kin-hidden-line = { $number }. { $name } – { $commune }
kin-again = Xem lại { $number }
kin-split = Tách ra…
# Vì sao giống, vì sao khác
alike-same-name = trùng họ tên, đủ dấu
alike-spelled-name = trùng họ tên, khác cách viết i/y
alike-folded-name = trùng họ tên khi bỏ dấu
alike-slipped-name = họ tên chỉ lệch một chút
alike-part-of-name = họ tên thiếu một phần
alike-marked-name = họ tên chỉ khác dấu
alike-same-given-name = trùng tên gọi
alike-honorific-dropped = một bên có kèm cách xưng hô
alike-other-name = tên khác nhau
alike-common-name = tên này nhiều người mang
alike-same-commune = cùng xã, phường
alike-meant-commune = cùng xã, phường theo tên cũ
alike-near-commune = cùng huyện cũ
alike-other-commune = khác xã, phường
alike-same-hamlet = cùng thôn, tổ
alike-other-hamlet = khác thôn, tổ
alike-same-age = cùng tuổi
alike-other-age = khác tuổi
alike-same-phone = cùng số điện thoại
alike-same-photo = cùng một ảnh
alike-like-photo = ảnh giống nhau
alike-shared-words = kể bằng những từ giống nhau ({ $words })
alike-same-day = cùng ngày
alike-other-kind = khác loại: cá nhân, tập thể, hộ
# So sánh
compare-title = 🔎 <b>{ $one }</b> ↔ <b>{ $other }</b>
compare-state = Trạng thái
compare-supporters = Người cùng giới thiệu
compare-merge = Gộp – cùng một việc
compare-join = Gộp – cùng người, việc khác
compare-not-same = Không trùng
compare-list = ‹ Danh sách
toast-compared-privately = Phần so sánh hồ sơ { $code } ở tin nhắn riêng với bot.
# Gộp
merge-ask =
    <b>Gộp { $one } vào { $other } ({ $name }): cùng một việc?</b>

    { $one } thôi xét riêng và theo kết quả của { $other }. Lời kể và mã hồ sơ giữ nguyên. Người giới thiệu của cả hai được báo.
merge-sure = Xác nhận gộp
merge-done = Đã gộp hồ sơ <b>{ $one }</b> vào <b>{ $other }</b>. Muốn đổi lại, Ông/Bà mở hồ sơ và chọn Tách ra.
join-ask =
    <b>{ $one } và { $other } ({ $name }): cùng người, việc khác?</b>

    Hai hồ sơ thuộc về cùng một điển hình, mỗi việc vẫn xét riêng. Người giới thiệu của cả hai được báo.
join-sure = Xác nhận cùng người
join-done = Hồ sơ <b>{ $one }</b> và <b>{ $other }</b> nay thuộc về cùng một điển hình. Muốn đổi lại, Ông/Bà mở hồ sơ và chọn Tách ra.
apart-done = Đã ghi nhớ: <b>{ $one }</b> và <b>{ $other }</b> không trùng.
toast-merged = Đã gộp. Người giới thiệu được báo.
toast-joined = Hai hồ sơ nay thuộc về cùng một điển hình.
toast-told-apart = Đã ghi nhớ là không trùng.
toast-merge-closed = Hồ sơ kia nay là “{ $state }” nên không gộp vào được.
toast-together = Hai hồ sơ này đã thuộc về cùng một điển hình.
split-ask =
    <b>Tách hồ sơ { $code } ra?</b>

    Hồ sơ sẽ thuộc về một điển hình riêng và được xét riêng. Người giới thiệu được báo.
split-sure = Xác nhận tách
toast-split = Đã tách hồ sơ ra.
# Báo cho người giới thiệu
notice-merged = Lời giới thiệu <b>{ $name }</b> của Ông/Bà được gộp với lời giới thiệu của người khác về cùng một việc; nay có { $count } người cùng giới thiệu. Mã hồ sơ { $code } và lời kể của Ông/Bà giữ nguyên. Khi có kết quả, hệ thống sẽ báo.
notice-more-support = Có thêm một người cùng giới thiệu <b>{ $name }</b> (hồ sơ { $code } của Ông/Bà); nay có { $count } người cùng giới thiệu.
notice-joined = <b>{ $name }</b> (hồ sơ { $code } của Ông/Bà) cũng được giới thiệu vì một việc khác; nay có { $count } người cùng giới thiệu. Mỗi việc vẫn được xem xét riêng.
notice-more-deeds = <b>{ $name }</b> (hồ sơ { $code } của Ông/Bà) vừa được giới thiệu thêm vì một việc khác; nay có { $count } người cùng giới thiệu. Mỗi việc vẫn được xem xét riêng.
notice-split = Lời giới thiệu <b>{ $name }</b> của Ông/Bà (mã { $code }) nay được xem xét riêng, không gộp với hồ sơ khác nữa. Ông/Bà không cần làm gì.
notice-freed = Lời giới thiệu <b>{ $name }</b> của Ông/Bà (mã { $code }) nay được xem xét riêng, vì hồ sơ đã gộp cùng vừa được người giới thiệu rút lại. Ông/Bà không cần làm gì.
notice-duplicate-recognised =
    🌸 <b>Tin vui!</b> Việc tốt của <b>{ $name }</b> mà Ông/Bà cùng giới thiệu (mã { $code }) đã được <b>ghi nhận</b>.

    Trân trọng cảm ơn Ông/Bà đã góp thêm một bông hoa đẹp.
notice-duplicate-refused =
    Việc của <b>{ $name }</b> mà Ông/Bà cùng giới thiệu (mã { $code }) lần này chưa được ghi nhận.

    Lý do: { $reason }

    Trân trọng cảm ơn Ông/Bà. Mong Ông/Bà tiếp tục giới thiệu những người tốt, việc tốt khác.
# Việc đã được khen
commend-begin = 🏅 Đánh dấu đã được khen…
commend-remove = Bỏ dấu đã được khen…
commend-ask = <b>Việc trong hồ sơ { $code } đã được khen bằng hình thức nào?</b> Dấu này nhắc người xét để một việc không được khen hai lần.
commend-certificate = Giấy khen
commend-diploma = Bằng khen
commend-other = Hình thức khác…
words-commend-form = Ông/Bà viết tên hình thức khen của việc trong hồ sơ <b>{ $code }</b>. Gõ /huy để thôi.
words-commend-number = Ông/Bà viết số quyết định khen việc trong hồ sơ <b>{ $code }</b>, ví dụ: QĐ 123/QĐ-UBND. Gõ /huy để thôi.
words-commend-day = Ông/Bà viết ngày của quyết định đó, ví dụ: 02/09/2026. Gõ /huy để thôi.
commend-day-unclear = Hệ thống chưa hiểu ngày này. Xin Ông/Bà viết đủ ngày, tháng, năm.
commend-done = Đã đánh dấu ở hồ sơ <b>{ $code }</b>.
commend-remove-ask = <b>Bỏ dấu đã được khen ở hồ sơ { $code }?</b>
commend-remove-sure = Xác nhận bỏ dấu
toast-commended-already = Việc này đã được đánh dấu rồi.
# Trước khi gửi
known-found = Trước khi gửi: có phải Ông/Bà muốn nói về điển hình đã được công bố này không?
known-whom = 🌸 <b>{ $title }</b> – { $commune }
known-title = 🌸 <b>{ $title }</b>
known-ask = Nếu đúng, câu chuyện của Ông/Bà được thêm vào điển hình này và vẫn được xem xét. Nếu không, lời giới thiệu được gửi riêng. Những gì Ông/Bà đã viết đều giữ nguyên.
known-same = Đúng, thêm câu chuyện của tôi
known-other = Không phải, gửi riêng
known-added = Câu chuyện của Ông/Bà được thêm vào điển hình đã được công bố.
