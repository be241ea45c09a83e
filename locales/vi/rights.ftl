menu-mydata = Dữ liệu của tôi: xem, nhận, xoá
