namespace ZuperConnect.Local.Phone;

/// <summary>How far a call is at the simulated provider.</summary>
public enum SimulatedCallState
{
    /// <summary>The first phone rings: the inbox's, of a customer's call; the device, of a user's.</summary>
    Rings,

    /// <summary>Somebody is connected.</summary>
    Up,

    /// <summary>Nobody is any more.</summary>
    Over,
}
