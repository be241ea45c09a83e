//! Routes: webhooks and health.
