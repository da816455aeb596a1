# ordertool's completion for fish. Put it into ~/.config/fish/completions/ordertool.fish.
# It comes from: ordertool completion fish
function __ordertool_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    command -q -- $program; or set program ordertool
    set -l current (commandline -ct)
    set -l answer (command $program __complete fish $words[2..-1] "$current" 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path $current
        case folders
            __fish_complete_directories $current
        case words
            printf '%s\n' $answer[2..-1]
    end
end
complete -c ordertool -f -k -a '(__ordertool_complete)'
