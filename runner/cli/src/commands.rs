//! The commands: this file only says which is which.

mod answer;
mod chat;
mod component;
mod config;
mod demo;
mod describe;
mod doctor;
mod generated;
mod models;
mod onboard;
mod serve;
mod simulate;
mod video;

use crate::args::{Arguments, Command};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;

/// Does what was typed.
pub(crate) fn run(
    arguments: Arguments,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let global = &arguments.global;
    match arguments.command {
        Command::Chat(chat) => chat::run(&chat, global, environment, output),
        Command::Describe(describe) => describe::run(&describe, global, environment, output),
        Command::Video(video) => video::run(&video, global, environment, output),
        Command::Models(models) => models::run(&models, global, environment, output),
        Command::Onboard(onboard) => onboard::run(&onboard, global, environment, output),
        Command::Config(config) => config::run(&config, global, environment, output),
        Command::Doctor(doctor) => doctor::run(&doctor, global, environment, output),
        Command::Serve(serve) => serve::run(&serve, global, environment, output),
        Command::Simulate(simulate) => simulate::run(&simulate, output),
        Command::Demo(_) => demo::run(global, output),
        Command::Component(component) => component::run(&component, output),
        Command::Completions(completions) => generated::completions(&completions, output),
        Command::Man(man) => generated::man(&man, output),
    }
}
