namespace TradeBooks.Web.Page;

/// <summary>Marks an endpoint that tells nothing about any portfolio: it answers without a key, too.</summary>
internal sealed class NoKeyNeeded
{
    public static readonly NoKeyNeeded Instance = new();
}
