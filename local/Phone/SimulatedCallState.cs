namespace ZuperConnect.Local.Phone;

/// <summary>The state of a simulated call.</summary>
public enum SimulatedCallState
{
    /// <summary>The first phone rings: in a customer's call the inbox, in a user's call the device.</summary>
    Rings,

    /// <summary>Somebody is connected.</summary>
    Up,

    /// <summary>Nobody is connected any more.</summary>
    Over,
}
