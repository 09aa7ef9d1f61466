namespace TradeBooks.Web.Security;

/// <summary>Where the server listens, as its endpoints say while they are bound.</summary>
internal sealed class BindScope
{
    /// <summary>Whether nobody on another machine can reach it.</summary>
    public bool IsLoopbackOnly { get; set; } = true;
}
