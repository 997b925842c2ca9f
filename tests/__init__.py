"""The suite mirrors the source; journeys drive a browser, structure reads the code."""
