menu-mydata = My data: see, get, erase
