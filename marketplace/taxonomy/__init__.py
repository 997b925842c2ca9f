"""Industries, scenario domains, districts, parks, resource and qualification kinds."""
