# News for many, as opposed to notices about a person's own nominations
news-ask =
    Would you like to get our news?

    Now and then we write about good people of the province, and about new campaigns. You can stop the news at any time.

    Whatever you choose, you are told here what becomes of your nominations.
news-yes = Get the news
news-no = No, thank you
news-off = Stop the news
news-again = Get the news again
news-on =
    Thank you. From now on you get our news here.

    When you no longer want it, press <b>Stop the news</b> or write <b>STOP</b>.
news-already =
    You have been getting our news since { $day }.

    When you no longer want it, press <b>Stop the news</b> or write <b>STOP</b>.
news-declined = All right, you get no news. You are still told here what becomes of your nominations. Should you want the news later, press /news.
news-ended = The news is stopped. You are still told here what becomes of your nominations. To get the news again, press /news.
news-nothing = You do not get our news, so there is nothing to stop. To leave what you are doing, press /cancel.
news-name = If you are nominating somebody called Dung, please write the family name too, such as: Nguyen Thi Dung.
toast-news-off = The news is stopped.
toast-news-none = The news was stopped before.
menu-news = Get news of good people and good deeds
