"""Results for people: the map, the report, charts and exports, one module per format."""
