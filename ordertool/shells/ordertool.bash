# ordertool's completion for bash. Put it into ~/.local/share/bash-completion/completions/ordertool,
# or source it in ~/.bashrc. It comes from: ordertool completion bash
_ordertool() {
    local program=${1/#\~\//$HOME/} answer
    type -P -- "$program" >/dev/null || program=ordertool
    mapfile -t answer < <("$program" __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" "$COMP_TYPE" "$COLUMNS" 2>/dev/null)
    COMPREPLY=()
    case ${answer[0]} in
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
        words)
            COMPREPLY=("${answer[@]:1}")
            compopt -o nosort 2>/dev/null # bash 4.4
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace
            ;;
    esac
    return 0
}
complete -F _ordertool ordertool
