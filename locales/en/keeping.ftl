# Told to admins, once a day while it lasts
alarm-backup =
    ⚠️ No backup copy of the data could be made today.

    Nothing is lost, but if the server breaks there is no recent copy. Please tell the operator to run <code>hoadep check</code>, which says why (no room, or a folder that cannot be written to).
