step-behalf = <b>Nhập hộ – Người kể</b>
behalf-name = Ai kể cho Ông/Bà việc này? Xin Ông/Bà gõ họ tên người ấy.
behalf-phone = Số điện thoại của người ấy, để báo kết quả. Nếu không có, Ông/Bà bấm nút bên dưới.
behalf-how = Xin Ông/Bà nói cho người ấy biết: tên, số điện thoại và lời kể được giữ để cơ quan thi đua – khen thưởng của tỉnh xem xét, và người ấy có thể yêu cầu xoá bất cứ lúc nào. Người ấy đã đồng ý bằng cách nào?
behalf-no-phone = Không có số
behalf-teller = Người kể
agreed-direct = Đồng ý trực tiếp
agreed-phone = Đồng ý qua điện thoại
agreed-paper = Đồng ý bằng giấy
behalf-submitted =
    🌸 <b>Cảm ơn Ông/Bà!</b> Lời giới thiệu <b>{ $name }</b>, nhập hộ <b>{ $who }</b>, đã được gửi.

    Mã hồ sơ: <code>{ $code }</code>

    Xin Ông/Bà đọc mã này cho người ấy ghi lại. Hồ sơ do một cán bộ khác xem xét, được tiếp nhận chậm nhất ngày { $day }; có kết quả, hệ thống báo để Ông/Bà báo lại.
behalf-pass-on = Hồ sơ này Ông/Bà nhập hộ. Xin Ông/Bà báo lại cho <b>{ $who }</b>.
line-behalf = Nhập hộ
card-entered-by = Người nhập hộ
note-behalf-not-yours = Việc nhập hộ nay dành cho cán bộ xét duyệt, nên bài này chưa gửi được. Bài vẫn được giữ; Ông/Bà bấm <b>Huỷ</b> nếu không cần nữa.
