echo BASHENV; cd() { echo mycd; }; set -f
