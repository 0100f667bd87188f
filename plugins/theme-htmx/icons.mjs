// The lucide icons in the sprite: those the component contract promises (contract.ICONS in
// quickscale_core, held equal by a test) and more for the project's own pages.

export const CONTRACT = `
activity archive arrow-down arrow-left arrow-right arrow-up badge-check ban bell book-open bot box
briefcase building calendar chart-bar check chevron-down chevron-left chevron-right chevron-up
chevrons-up-down circle circle-alert circle-check circle-question-mark clock code copy credit-card
database dollar-sign download ellipsis external-link eye eye-off file-text filter fingerprint flag
folder globe heart history house image inbox info key key-round languages laptop layout-dashboard
life-buoy link list loader lock log-in log-out mail map-pin menu minus monitor moon package palette
pencil phone plus receipt refresh-cw rocket save search send server settings shield shield-check
shopping-cart sliders-horizontal smartphone sparkles star sun terminal trash-2 trending-up
triangle-alert upload user user-cog user-plus users webhook workflow wrench x zap
`.trim().split(/\s+/);

export const MORE = `
a-large-small accessibility airplay alarm-clock ambulance anchor app-window apple arrow-down-left
arrow-down-right arrow-left-right arrow-up-down arrow-up-left arrow-up-right at-sign audio-lines
award baby badge badge-alert badge-dollar-sign badge-info badge-percent banknote battery beaker
bell-off bell-ring bitcoin blocks bold bookmark brain bug bus cake calculator calendar-check
calendar-clock calendar-days calendar-plus camera car cast chart-area chart-column chart-line
chart-pie check-check chevron-first chevron-last chevrons-down chevrons-left chevrons-right
chevrons-up cigarette circle-arrow-right circle-dollar-sign circle-dot circle-minus circle-plus
circle-stop circle-user circle-x clapperboard clipboard clipboard-check clipboard-list cloud
cloud-download cloud-off cloud-upload coffee cog coins columns-3 command compass contact cookie
corner-down-left cpu crop crown cylinder diamond dice-5 disc dog door-open dot droplet dumbbell ear
earth egg eraser euro expand factory feather file file-archive file-check file-code file-down
file-image file-lock file-minus file-plus file-search file-up files film fish flame flask-conical
flower folder-open folder-plus forward frame fuel gamepad-2 gauge gavel gem gift git-branch
git-commit-horizontal git-fork git-merge git-pull-request glasses goal graduation-cap grid-2x2
grid-3x3 grip-vertical hammer hand hand-coins handshake hard-drive hash headphones hospital hotel
hourglass id-card image-plus infinity italic joystick kanban keyboard lamp landmark laptop-minimal
layers layout-grid layout-list layout-template leaf library lightbulb link-2 list-checks list-filter
list-ordered list-todo loader-circle locate luggage magnet mail-check mail-open mail-plus map
maximize medal megaphone message-circle message-square messages-square mic microscope milestone
minimize monitor-smartphone mountain mouse-pointer move navigation network newspaper notebook nut
octagon-alert orbit paintbrush panel-left panel-right paperclip parking-meter party-popper pause
paw-print percent phone-call picture-in-picture piggy-bank pill pin pizza plane play plug pointer
power presentation printer puzzle qr-code quote radar radio recycle redo repeat reply rotate-ccw
route rss ruler satellite scale scan school scissors scroll share share-2 sheet shield-alert
shield-off shield-question-mark ship shirt shopping-bag shopping-basket shovel shrink shuffle sigma
signal signature signpost skip-forward sliders-vertical snowflake sofa soup speaker square
square-check square-kanban square-pen square-plus stamp step-forward stethoscope sticker sticky-note
store strikethrough sunrise swatch-book table tablet tag tags target tent text-cursor-input
thermometer thumbs-down thumbs-up ticket timer toggle-left toggle-right tool-case tractor
traffic-cone train-front tree-pine triangle trophy truck tv type umbrella underline undo unlink usb
user-check user-minus user-round user-x users-round utensils vault vibrate video view volume-2 vote
wallet wand-sparkles warehouse washing-machine watch wifi wifi-off wind wine zoom-in zoom-out
`.trim().split(/\s+/);
