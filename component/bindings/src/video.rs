//! Videos: requests from the contract to the core, tasks back.

use qwen_core::video::types as core;

use crate::video_types as wit;

impl From<wit::Request> for core::Request {
    fn from(request: wit::Request) -> Self {
        let input = |input: wit::Input| core::Input {
            role: input.role.into(),
            url: input.url,
        };
        Self {
            model: request.model,
            prompt: request.prompt,
            negative_prompt: request.negative_prompt,
            inputs: request.inputs.into_iter().map(input).collect(),
            size: request.size,
            aspect_ratio: request.aspect_ratio,
            resolution: request.resolution,
            duration_seconds: request.duration_seconds,
            audio: request.audio,
            watermark: request.watermark,
            prompt_extend: request.prompt_extend,
            shot_type: request.shot_type.map(|shot| match shot {
                wit::ShotType::Single => core::ShotType::Single,
                wit::ShotType::Multi => core::ShotType::Multi,
            }),
            seed: request.seed,
            extra_json: request.extra_json,
        }
    }
}

impl From<wit::InputRole> for core::Role {
    fn from(role: wit::InputRole) -> Self {
        match role {
            wit::InputRole::Image => Self::Image,
            wit::InputRole::Video => Self::Video,
            wit::InputRole::Audio => Self::Audio,
            wit::InputRole::FirstFrame => Self::FirstFrame,
            wit::InputRole::LastFrame => Self::LastFrame,
            wit::InputRole::FirstClip => Self::FirstClip,
            wit::InputRole::ReferenceImage => Self::ReferenceImage,
            wit::InputRole::ReferenceVideo => Self::ReferenceVideo,
            wit::InputRole::ReferenceAudio => Self::ReferenceAudio,
            wit::InputRole::Other(word) => Self::Other(word),
        }
    }
}

impl From<wit::Filter> for core::Filter {
    fn from(filter: wit::Filter) -> Self {
        Self {
            since: filter.since,
            until: filter.until,
            model: filter.model,
            page: filter.page,
            page_size: filter.page_size,
        }
    }
}

impl From<core::Quote> for wit::Quote {
    fn from(estimate: core::Quote) -> Self {
        Self {
            model: estimate.model,
            cost: estimate.cost.map(Into::into),
            warnings: estimate.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<core::Task> for wit::Task {
    fn from(task: core::Task) -> Self {
        Self {
            id: task.id,
            model: task.model,
            prompt: task.prompt,
            status: task.status.into(),
            next_poll_ms: task.next_poll_ms,
            submitted_at: task.submitted_at,
            ended_at: task.ended_at,
            warnings: task.warnings.into_iter().map(Into::into).collect(),
            request_id: task.request_id,
        }
    }
}

impl From<core::Status> for wit::Status {
    fn from(status: core::Status) -> Self {
        match status {
            core::Status::Pending => Self::Pending,
            core::Status::Running => Self::Running,
            core::Status::Succeeded(output) => Self::Succeeded(output.into()),
            core::Status::Failed(error) => Self::Failed(error.into()),
            core::Status::Cancelled => Self::Cancelled,
            core::Status::Expired => Self::Expired,
        }
    }
}

impl From<core::Output> for wit::Output {
    fn from(output: core::Output) -> Self {
        Self {
            urls: output.urls,
            expires_at: output.expires_at,
            duration_seconds: output.duration_seconds,
            billed_seconds: output.billed_seconds,
            size: output.size,
            resolution: output.resolution,
            aspect_ratio: output.aspect_ratio,
            cost: output.cost.map(Into::into),
        }
    }
}

impl From<core::TaskSummary> for wit::TaskSummary {
    fn from(task: core::TaskSummary) -> Self {
        Self {
            id: task.id,
            model: task.model,
            state: task.state.into(),
            submitted_at: task.submitted_at,
            ended_at: task.ended_at,
            request_id: task.request_id,
        }
    }
}

impl From<core::TaskState> for wit::TaskState {
    fn from(state: core::TaskState) -> Self {
        match state {
            core::TaskState::Pending => Self::Pending,
            core::TaskState::Running => Self::Running,
            core::TaskState::Succeeded => Self::Succeeded,
            core::TaskState::Failed => Self::Failed,
            core::TaskState::Cancelled => Self::Cancelled,
            core::TaskState::Expired => Self::Expired,
            core::TaskState::Other(word) => Self::Other(word),
        }
    }
}
