# SPDX-License-Identifier: MIT
# Which tests a run is about. Part of grade/grade.

# Sets lab_directories, and `selected`: a line LAB-DIRECTORY/TEST for each test that was asked for.
select_tests() {
  local directory name pattern matched wanted=() chosen_exercises
  lab_directories=() selected=$'\n'
  chosen_exercises=$(expand_exercises "$exercises")
  IFS=, read -ra wanted <<<"$only"
  declare -A used=()
  for directory in labs/*/; do
    directory=${directory#labs/} directory=${directory%/}
    [[ -f labs/$directory/points.tsv && (-z $lab || ${directory%%-*} == "$lab") ]] || continue
    matched=''
    while IFS=$'\t' read -r name _ exercise _; do
      [[ $name != '#'* ]] || continue
      [[ -z $exercises || " $chosen_exercises " == *" $exercise "* ]] || continue
      for pattern in "${wanted[@]-*}"; do
        # shellcheck disable=SC2053 # it may be a pattern
        [[ $name == $pattern ]] || continue
        used[$pattern]=yes
        selected+="$directory/$name"$'\n'
        matched=yes
        break
      done
    done <"labs/$directory/points.tsv"
    [[ -z $matched && -n $only$exercises ]] || lab_directories+=("$directory")
  done
  for pattern in "${wanted[@]}"; do
    [[ -n ${used[$pattern]-} ]] || usage_error "no test is called '$pattern'; there are: $(known_tests)"
  done
  if ((${#lab_directories[@]} == 0)); then
    [[ -z $exercises ]] || usage_error "lab $lab has no exercise '$exercises'; it has: $(known_exercises)"
    usage_error "there is no lab '$lab'; there are: $(echo labs/*/ | sed 's|labs/||g; s|/||g')"
  fi
}

known_tests() {
  local tables=(labs/*/points.tsv)
  [[ -z $lab ]] || tables=(labs/"$lab"-*/points.tsv)
  cat "${tables[@]}" 2>/dev/null | cut -f1 | grep -v '^#' | paste -sd' '
}

known_exercises() {
  cut -f1 labs/"$lab"-*/exercises.tsv 2>/dev/null | grep -v '^#' | paste -sd' '
}

expand_exercises() { # LIST, as in 1,3-5: its numbers, blank-separated
  local part numbers=()
  [[ -z $1 || $1 =~ ^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$ ]] || usage_error "EXERCISE is a number or a list like 1-3,5, not '$1'"
  IFS=, read -ra parts <<<"$1"
  for part in "${parts[@]}"; do
    ((${#part} <= 7)) || usage_error "EXERCISE is a number or a list like 1-3,5, not '$1'"
    for ((i = 10#${part%-*}; i <= 10#${part#*-}; i++)); do numbers+=("$i"); done
  done
  printf '%s' "${numbers[*]}"
}
