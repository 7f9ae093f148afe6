"""What measures the assistant. Imports it; is never imported by it."""
