#!/bin/sh
# Answers the searches of a mirror for gophernicus and pygopherd.
#
# Put it where the server runs programs, readable and executable by everybody, and say in
# newshole.json by which selector it is found there:
#
#   gophernicus, without -nx:  /cgi-bin/newshole-search  in its root, and
#                              "search": "/cgi-bin/newshole-search"
#   pygopherd, with scriptexec.ExecHandler among its handlers (before file.FileHandler):
#                              any name without a suffix, say  /newshole-search
#
# Whoever asks chooses the words and what stands behind "?" in the selector: both are only ever
# arguments here.
config=/etc/newshole/newshole.json
# A server may look for programs in few folders: its whole path, where it is not in /usr/bin.
newshole=newshole

case $SELECTOR in
  *\?*) at=${SELECTOR#*\?} ;;
  *) at= ;;
esac

# Standard error may lead to the client, and a status other than 0 may cost it the answer.
"$newshole" search --format menu --config "$config" --at "$at" -- "$SEARCHREQUEST" 2> /dev/null
if [ $? -gt 125 ]; then
  printf '3The search does not work: newshole does not run here\t/\terror.host\t1\r\n.\r\n'
fi
exit 0
