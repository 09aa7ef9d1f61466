namespace TradeBooks.Domain.State;

/// <summary>Something whose state is saved with the run and restored by <c>--resume</c>.</summary>
public interface IPersistent
{
    /// <summary>
    /// Names every field that later results depend on, in a fixed order. The same method saves and restores: the
    /// archive writes the fields or overwrites them, so the two can't drift apart.
    /// </summary>
    void Persist(StateArchive archive);
}
