#compdef ordertool
# ordertool's completion for zsh. Put it into a file _ordertool in a folder of fpath, before compinit runs.
# It comes from: ordertool completion zsh
_ordertool() {
    local -a answer words_ shown open_ open_shown
    local line word about program=${~words[1]}
    (( $+commands[$program] )) || [[ -x $program ]] || program=ordertool
    answer=("${(@f)$("$program" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    case $answer[1] in
        files) _files ;;
        folders) _files -/ ;;
        words)
            for line in "${(@)answer[2,-1]}"; do
                word=${line%%$'\t'*} about=${line#*$'\t'}
                [[ $line == *$'\t'* ]] && about="$word  -- $about" || about=$word
                if [[ $word == *[=:] ]]; then
                    open_+=("$word") open_shown+=("$about")
                else
                    words_+=("$word") shown+=("$about")
                fi
            done
            # -U: an id may be typed in small letters, or by the client's name, and ordertool has looked already.
            (( $#words_ )) && compadd -U -Q -l -V ordertool -d shown -a words_
            (( $#open_ )) && compadd -U -Q -l -S '' -V ordertool-open -d open_shown -a open_
            ;;
    esac
}
if [[ $funcstack[1] == _ordertool ]]; then
    _ordertool "$@"
else
    compdef _ordertool ordertool
fi
