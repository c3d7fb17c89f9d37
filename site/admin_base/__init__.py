"""What every admin screen shares, whatever its table. Knows no table of ours."""
