//! The binary rapport: edge, configuration, drivers, one folder a feature.
