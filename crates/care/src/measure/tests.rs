mod golden;
mod guards;
mod rules;
