"""System checks: what must hold before the site may start."""
