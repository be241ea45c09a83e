appeal = Đề nghị xem lại
appeal-offer = Nếu thấy cần xem lại, Ông/Bà được đề nghị một lần, chậm nhất là hết ngày { $day }.
appeal-taken =
    Đã nhận đề nghị xem lại hồ sơ <b>{ $code }</b> (giới thiệu <b>{ $name }</b>). Người chưa tham gia lần xét trước sẽ xem lại. Hệ thống sẽ báo kết quả tới Ông/Bà.

    Cảm ơn Ông/Bà đã kiên trì vì việc tốt.
appeal-taken-admins =
    Đã nhận đề nghị xem lại hồ sơ <b>{ $code }</b> (giới thiệu <b>{ $name }</b>). Quản trị viên sẽ xem lại và quyết định. Hệ thống sẽ báo kết quả tới Ông/Bà.

    Cảm ơn Ông/Bà đã kiên trì vì việc tốt.
appeal-asked = Hồ sơ <b>{ $code }</b> đã được đề nghị xem lại ngày { $day }. Các hồ sơ về cùng một việc được đề nghị xem lại một lần. Hồ sơ nay là “{ $state }”. Mong Ông/Bà thông cảm.
appeal-twice = Ông/Bà đã đề nghị xem lại hồ sơ <b>{ $code }</b> ngày { $day }. Mỗi hồ sơ được đề nghị xem lại một lần. Hồ sơ nay là “{ $state }”. Mong Ông/Bà thông cảm.
appeal-late = Thời gian đề nghị xem lại hồ sơ <b>{ $code }</b> đã hết vào ngày { $day }. Nếu biết thêm điều gì, mời Ông/Bà gửi lời giới thiệu mới.
appeal-not-refused = Hồ sơ <b>{ $code }</b> nay là “{ $state }” nên không cần đề nghị xem lại.
words-appeal = Vì sao Ông/Bà đề nghị xem lại hồ sơ <b>{ $code }</b> (giới thiệu <b>{ $name }</b>)? Xin viết trong một tin, 10 đến 1.000 ký tự; người xem lại sẽ đọc. Gõ /huy để thôi.
card-appeal = 🔁 <b>Người giới thiệu đề nghị xem lại</b> ({ $day }): “{ $words }”
card-appeal-others = Người đã tham gia lần xét trước không xem lại hồ sơ này.
card-appeal-admins = Mọi người đều đã tham gia lần xét trước, nên chỉ quản trị viên xem lại và quyết định.
toast-appeal-part = Ông/Bà đã tham gia xét hồ sơ này lần trước nên người khác sẽ xem lại.
toast-appeal-admins = Mọi người đều đã tham gia lần xét trước, nên chỉ quản trị viên quyết định.
notice-appeal-recognised =
    🌸 <b>Tin vui!</b> Sau khi xem lại theo đề nghị, lời giới thiệu <b>{ $name }</b> (mã { $code }) đã được <b>ghi nhận</b>.

    Trân trọng cảm ơn Ông/Bà đã góp thêm một bông hoa đẹp.
notice-appeal-refused =
    Sau khi xem lại theo đề nghị, lời giới thiệu <b>{ $name }</b> (mã { $code }) vẫn chưa được ghi nhận.

    Lý do: { $reason }

    Trân trọng cảm ơn Ông/Bà. Mong Ông/Bà tiếp tục giới thiệu những người tốt, việc tốt khác.
