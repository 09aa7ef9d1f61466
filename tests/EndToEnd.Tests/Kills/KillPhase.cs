namespace TradeBooks.EndToEnd.Tests.Kills;

/// <summary>Where in its life a run was killed.</summary>
internal enum KillPhase
{
    /// <summary>Before it had saved any state: resumed, it starts over.</summary>
    BeforeFirstState,

    /// <summary>Between two states.</summary>
    Trading,

    /// <summary>After the last bar, while report and summary were made and the results put in their places.</summary>
    Finishing,
}
