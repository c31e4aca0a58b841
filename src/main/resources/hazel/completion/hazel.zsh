#compdef hazel
# zsh completion for hazel. What may come next is hazel's own answer.
_hazel() {
    local line value files
    local -a plain told open opened
    while IFS= read -r line; do
        value=${line%%$'\t'*}
        case $value in
            :files) files=-f ;;
            :directories) files=-/ ;;
            *[:=]) open+=("$value") opened+=("${line/$'\t'/  -- }") ;;
            *) plain+=("$value") told+=("${line/$'\t'/  -- }") ;;
        esac
    done < <("${words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    (( $#plain )) && compadd -l -d told -a plain
    (( $#open )) && compadd -l -S '' -d opened -a open
    case $files in
        -f) compset -P '--*='; _files ;;
        -/) compset -P '--*='; _files -/ ;;
    esac
}
if [[ $funcstack[1] == _hazel ]]; then
    _hazel "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _hazel hazel
fi
