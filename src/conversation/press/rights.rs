//! Choices about one's own data.

use crate::clock::Millis;

/// A choice about what is kept of oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Where everything begins.
    Begin,
    /// Get all of it as a file.
    File,
    /// Withdraw the consent to the notice: says what follows.
    Disagree,
    /// Withdraw it.
    DisagreeSure,
    /// Have it erased: says what is erased, and what is not.
    Erase,
    /// The same, having read that: asks a last time.
    EraseNext,
    /// Have it erased. Says when that was last asked: one found again weeks later is asked anew.
    EraseSure(Millis),
}

impl Rights {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Begin => "on".into(),
            Self::File => "file".into(),
            Self::Disagree => "no".into(),
            Self::DisagreeSure => "nosure".into(),
            Self::Erase => "del".into(),
            Self::EraseNext => "delnext".into(),
            Self::EraseSure(asked_at) => format!("delsure.{asked_at}"),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "on" => Self::Begin,
            "file" => Self::File,
            "no" => Self::Disagree,
            "nosure" => Self::DisagreeSure,
            "del" => Self::Erase,
            "delnext" => Self::EraseNext,
            "delsure" => Self::EraseSure(rest.parse().ok()?),
            _ => return None,
        })
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(crate) fn samples() -> Vec<Self> {
        let asked = [Self::EraseSure(1_796_108_400_000), Self::EraseSure(-1)];
        let mut all = vec![Self::Begin, Self::File, Self::Disagree, Self::DisagreeSure];
        all.extend([Self::Erase, Self::EraseNext]);
        all.extend(asked);
        all
    }
}
