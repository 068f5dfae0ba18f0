"""Numbers that the kernels and their facade share; a change here needs the kernel cache emptied."""

# "Never" as a time in int32 seconds; test `< UNREACHED` before adding to it.
UNREACHED = 2_147_483_647
# Bits of Connections.flags.
CAN_BOARD = 1
CAN_ALIGHT = 2
# GTFS value of wheelchair_accessible and wheelchair_boarding: cannot take a wheelchair.
NOT_ACCESSIBLE = 2
# A label is `departure lane << WALK_BITS | (WALK_FULL - walked seconds)`: larger is better.
WALK_BITS = 24
WALK_FULL = (1 << WALK_BITS) - 1
NO_LABEL = -1
# Status of an answer.
OK, NOT_REACHED, NOT_LINKED = 0, 1, 2
STATUS_NAMES = ("ok", "unreached", "not_linked")
