//! Many calls at once in one instance.

use futures::StreamExt;
use futures::future::join_all;
use qwenbox::chat::Request;
use qwenbox::{ChatStream, Provider};
use qwenbox_tests::{Signal, Step, Upstream, answer, provider, read, soon};

const CALLS: usize = 64;

/// Answers each request with words of its own, once everybody has asked, and then token by token.
fn in_step(asked: Signal, tokens: [Signal; 2]) -> Upstream {
    Upstream::start(move |request| {
        let prompt = request.prompt();
        let words = |part: &str| answer::piece(answer::text(&format!("{part} of {prompt}. ")));
        vec![
            Step::Wait(asked.clone()),
            Step::Send(answer::stream_head()),
            Step::Send(words("first")),
            Step::Wait(tokens[0].clone()),
            Step::Send(words("second")),
            Step::Wait(tokens[1].clone()),
            Step::Send(words("third")),
            Step::Send(answer::piece(answer::ending())),
            Step::Send(answer::last_piece()),
        ]
    })
}

async fn begin(provider: &Provider, number: usize) -> ChatStream {
    let request = Request::ask(format!("question {number}"));
    soon(provider.stream(request)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_chats_in_one_instance_each_get_their_own_text() {
    let (asked, tokens) = (Signal::default(), [Signal::default(), Signal::default()]);
    let upstream = in_step(asked.clone(), tokens.clone());
    let provider = provider::at(&upstream.base_url());
    assert_eq!(provider.instance_time(), None);
    soon(provider.models()).await.unwrap();
    let made_in = provider.instance_time();
    assert!(made_in.is_some());

    let all = join_all((0..CALLS).map(|number| begin(&provider, number)));
    let (mut answers, ()) = tokio::join!(all, async {
        let counts = upstream.until(|counts| counts.requests == CALLS).await;
        assert_eq!(counts.connections, CALLS, "all requests are open at once");
        asked.fire();
    });
    for (number, answer) in answers.iter_mut().enumerate() {
        let event = soon(answer.next()).await;
        let expected = format!("first of question {number}. ");
        assert_eq!(event, Some(qwenbox::chat::Event::Text(expected)));
    }
    tokens.iter().for_each(Signal::fire);
    let ends = join_all(answers.into_iter().map(read)).await;
    for (number, (_, completion)) in ends.into_iter().enumerate() {
        let expected = format!(
            "first of question {number}. second of question {number}. third of question {number}. "
        );
        assert_eq!(completion.unwrap().text, expected);
    }
    assert_eq!(provider.instance_time(), made_in, "one instance served all");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_every_kind_mix() {
    let upstream = Upstream::start(|request| answer::good(request, &request.prompt()));
    let provider = provider::at(&upstream.base_url());
    let calls = (0..CALLS).map(async |number| {
        let prompt = format!("question {number}");
        let text = match number % 3 {
            0 => provider.ask(&prompt).await.unwrap(),
            1 => {
                let completion = provider.complete(Request::ask(&prompt)).await;
                completion.unwrap().text
            }
            _ => {
                let answer = provider.stream(Request::ask(&prompt)).await.unwrap();
                read(answer).await.1.unwrap().text
            }
        };
        assert_eq!(text, prompt);
    });
    soon(join_all(calls)).await;
    assert_eq!(upstream.counts().requests, CALLS);
}
