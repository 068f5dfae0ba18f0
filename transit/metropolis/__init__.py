"""An invented metropolis of any size, as feed and streets: what large builds are tried on."""
