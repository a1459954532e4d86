# Completion of newshole(1) for bash.

_newshole() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local network='--proxy --cacert --resolve --connect-to --max-time --user-agent'
  local convert="--url --site --format --dialect --width --charset --links --no-banner --full --explain --cache --save
    --sources --warc --verbose --output -o --shard --force --report --config --help -h $network"
  local mirror="--config --root --site --from --limit --rebuild --force --prune --dry-run --report --metrics --quiet --verbose --help -h $network"
  local report='--output -o --help -h'
  local search='--config --root --site --edition --page --at --format --dialect --help -h'
  local serve="--config --root --address --port --user --log --log-addresses --text --max-connections
    --max-per-address --request-time --write-time --live --live-any-host --help -h $network"
  local words=
  COMPREPLY=()

  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'add banner convert digest mirror report search serve sites takedown help --help -h --version -V --verbose' -- "$cur")
    return
  fi
  case $prev in
    --format) words='text menu json atom' ;;
    --dialect) words='raw gophermap gph' ;;
    --charset) words='utf-8 iso-8859-1 us-ascii' ;;
    --shard) words=auto ;;
    --links) words='footnotes none' ;;
    --text) words='plain rfc1436' ;;
    --user) mapfile -t COMPREPLY < <(compgen -u -- "$cur"); return ;;
    -f) words=$(cd /usr/share/figlet 2>/dev/null && printf '%s\n' *.flf *.tlf | sed 's/\.[ft]lf$//') ;;
    --site) words=$(newshole sites 2>/dev/null | awk '{print $1}') ;;
    --cache | --save | --root | --from) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    --width | --limit | --edition | --day | --page | --at | --max-time | --url | --proxy | --resolve | --connect-to | --user-agent | \
      --address | --port | --max-connections | --max-per-address | --request-time | --write-time) return ;;
    *)
      case $cur:$command in
        -*:add) words="--opml --print --config --help -h $network" ;;
        -*:banner) words='-f -w -c -l -r -x -k -W -S -s -o -m --config --help -h' ;;
        -*:convert) words=$convert ;;
        -*:digest) words='--config --root --site --edition --day --help -h' ;;
        -*:mirror) words=$mirror ;;
        -*:report) words=$report ;;
        -*:search) words=$search ;;
        -*:serve) words=$serve ;;
        -*:sites) words="--config --root --check --site --from --help -h $network" ;;
        -*:takedown) words='--config --root --list --undo --help -h' ;;
      esac ;;
  esac
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  elif [[ $command == convert || $prev == --* ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
  fi
}
complete -F _newshole newshole
