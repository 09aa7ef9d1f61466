namespace TradeBooks.Domain.State;

/// <summary>A part of something that saves itself in parts.</summary>
/// <param name="persist">Saves or restores it.</param>
public sealed class PersistentPart(Action<StateArchive> persist) : IPersistent
{
    /// <inheritdoc/>
    public void Persist(StateArchive archive) => persist(archive);
}
