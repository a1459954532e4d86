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

case $SELECTOR in
  *\?*) at=${SELECTOR#*\?} ;;
  *) at= ;;
esac

# Standard error may lead to the client, and a status other than 0 may cost it the answer.
newshole search --config "$config" --at "$at" -- "$SEARCHREQUEST" 2> /dev/null
exit 0
