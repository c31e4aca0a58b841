# bash completion for hazel. What may come next is hazel's own answer.
_hazel() {
    local line=${COMP_LINE:0:COMP_POINT} words value rest files= current prefix
    read -a words <<<"$line"
    [[ $line == *[[:space:]] && $line != *'\ ' ]] && words+=('')
    current=${words[${#words[@]} - 1]}
    COMPREPLY=()
    while IFS=$'\t' read -r value rest; do
        case $value in
            :files) files=-f ;;
            :directories) files=-d ;;
            *) COMPREPLY+=("$(printf %q "$value")") ;;
        esac
    done < <("$1" complete -- "${words[@]:1}" 2>/dev/null)
    # bash replaces only what stands behind the last of these.
    prefix=${current%"${current##*[:=]}"}
    if [[ -n $prefix ]]; then
        COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
    fi
    if [[ -n $files && ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o filenames
        while read -r value; do
            COMPREPLY+=("$value")
        done < <(compgen "$files" -- "${current#*=}")
    elif [[ -n $files ]]; then
        while read -r value; do
            COMPREPLY+=("$(printf %q "$value")")
        done < <(compgen "$files" -- "$current")
    fi
    case ${COMPREPLY[0]} in
        *[:=]) compopt -o nospace ;;
    esac
}
complete -F _hazel hazel
