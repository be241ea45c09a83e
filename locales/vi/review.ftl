card-title = 🌸 <b>{ $code }</b> · { $state }
card-waited = Gửi lúc { $at } · đã chờ { $waited }
card-sent = Gửi lúc { $at }
waited-days = { $count } ngày
waited-hours = { $count } giờ
waited-minutes = { $count } phút
card-nominator = Người giới thiệu
card-minor = ⚠️ Người được giới thiệu dưới 16 tuổi
card-decided = <b>{ $state }</b> – { $who }, { $at }
card-reason = Lý do: { $reason }
card-confirm-approve = <b>Duyệt và ghi nhận hồ sơ này?</b>
card-confirm-refuse = <b>Từ chối hồ sơ này</b> với lý do: “{ $reason }”?
card-choose-reason = <b>Vì sao từ chối?</b> Lý do này sẽ được gửi tới người giới thiệu.
card-below = Hồ sơ <b>{ $code }</b> nay ở tin nhắn bên dưới.
card-taken-back = Thẻ hồ sơ này đã được đóng, vì Ông/Bà đã thôi giữ vai trò xét duyệt.
approve = ✅ Duyệt
refuse = Từ chối
see-evidence = Xem minh chứng ({ $count })
see-story = Xem đủ
approve-sure = ✅ Xác nhận duyệt
refuse-sure = Xác nhận từ chối
own-words = Lý do khác…
refuse-words = Ông/Bà viết lý do từ chối hồ sơ <b>{ $code }</b> (5 đến 500 ký tự). Người giới thiệu sẽ đọc được lý do này. Gõ /huy để thôi.
refuse-confirm = <b>Từ chối hồ sơ { $code }</b> với lý do: “{ $reason }”? Muốn sửa lý do, Ông/Bà viết lại; muốn thôi, gõ /huy.
refuse-words-please = Xin Ông/Bà viết lý do bằng chữ, hoặc gõ /huy để thôi.
refuse-length = Lý do cần từ 5 đến 500 ký tự.
toast-own = Đây là hồ sơ do Ông/Bà giới thiệu nên người khác sẽ xem xét.
toast-write-privately = Mời Ông/Bà viết tiếp trong tin nhắn riêng với bot.
toast-decided = Hồ sơ này đã có kết quả: { $state } ({ $who }, { $at }).
toast-withdrawn = Người giới thiệu đã rút hồ sơ này.
toast-card-old = Hồ sơ vừa có thay đổi. Xin Ông/Bà xem lại.
toast-done = Đã lưu quyết định.
toast-no-evidence = Hồ sơ không có minh chứng kèm theo.
toast-gone = Không tìm thấy hồ sơ này.
story-title = <b>{ $code }</b> – lời kể đầy đủ
evidence-title = <b>{ $code }</b> – minh chứng
notice-recognised =
    🌸 <b>Tin vui!</b> Lời giới thiệu <b>{ $name }</b> của Ông/Bà (mã { $code }) đã được <b>ghi nhận</b>.

    Trân trọng cảm ơn Ông/Bà đã góp thêm một bông hoa đẹp.
notice-refused =
    Lời giới thiệu <b>{ $name }</b> của Ông/Bà (mã { $code }) lần này chưa được ghi nhận.

    Lý do: { $reason }

    Trân trọng cảm ơn Ông/Bà. Mong Ông/Bà tiếp tục giới thiệu những người tốt, việc tốt khác.
