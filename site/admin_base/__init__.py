"""Parts that admin screens share, whatever their table. Knows no table of ours."""
