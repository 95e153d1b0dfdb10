# bash completion for gradus

_gradus() {
	local cur=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options=
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "list show run search quiz review interview stats suspend rebuild merge export import check new help --help --version" -- "$cur"))
		return
	fi
	case ${COMP_WORDS[COMP_CWORD-1]} in
	--level) COMPREPLY=($(compgen -W "beginner intermediate senior" -- "$cur")); return ;;
	--page) COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" list --slugs 2>/dev/null)" -- "$cur")); return ;;
	--backup) COMPREPLY=($(compgen -f -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
	esac
	case $command in
	list) options="--level --topic --pack --json --slugs" ;;
	show) options="--section" ;;
	run) options="--json --source" ;;
	search) options="--count" ;;
	quiz | review) options="--level --topic --page --count --seed --recall" ;;
	interview) options="--level --topic --count --seconds --weak --seed --resume --report --list" ;;
	stats) options="--json" ;;
	suspend) options="--off" ;;
	export) options="--csv --backup" ;;
	check) options="--json --corners --jobs" ;;
	new) options="--title --level --pack" ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$options --width --color --plain --help" -- "$cur"))
		return
	fi
	case $command in
	new) [ "$COMP_CWORD" -eq 2 ] && COMPREPLY=($(compgen -W "pack question" -- "$cur")) ;;
	merge | import) COMPREPLY=($(compgen -f -- "$cur")) ;;
	show | run | check)
		# After the demo's name come its parameters.
		if [ "$command" = run ] && [ "$COMP_CWORD" -gt 2 ]; then
			local names
			names=$("${COMP_WORDS[0]}" run "${COMP_WORDS[2]}" --json 2>/dev/null |
				sed -n 's/.*"params":{\([^}]*\)}.*/\1/p' | grep -o '"[a-z0-9_]*":' | tr -d '":')
			COMPREPLY=($(compgen -S = -W "$names" -- "$cur"))
			compopt -o nospace 2>/dev/null
			return
		fi
		COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" list --slugs 2>/dev/null)" -- "$cur")
			$(compgen -f -X '!*.md' -- "$cur"))
		;;
	esac
}

complete -F _gradus gradus
