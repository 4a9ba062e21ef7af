/**
 * Every sentence the webview itself shows; the extension supplies them translated with the answer to
 * `ready`. `{0}` stands for what is named in the comment.
 */
export interface WebviewStrings {
  /** Accessible name of the drawing; {0} is the scene's title. E.g. "Drawing of {0}; the outline lists the same". */
  readonly graphLabel: string;
  /** Which keys work in the drawing; read out with its name. */
  readonly graphKeys: string;
  /** Accessible name of the row of buttons, e.g. "Graph". */
  readonly toolbarLabel: string;
  readonly fit: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly refresh: string;
  /** Button that opens the filter, and the filter's own accessible name. */
  readonly filter: string;
  readonly filterName: string;
  /** In the empty field. */
  readonly filterNameHint: string;
  /** Headings over what can be asked for. */
  readonly filterProjects: string;
  readonly filterNoProject: string;
  readonly filterDrivers: string;
  readonly filterStates: string;
  /** Heading over the next three, which are networks that can be hidden. */
  readonly filterHide: string;
  readonly filterHideDefault: string;
  readonly filterHideNone: string;
  readonly filterHideUnused: string;
  readonly filterClear: string;
  /** Beside the title while something is hidden: {0} is how many containers and networks. */
  readonly filterActive: string;
  /** Read out and the tip of the same: {0} is how many containers, {1} how many networks. */
  readonly filterSpeech: string;
  /** Over a picture of which nothing is left. */
  readonly filterNothingLeft: string;
  readonly filterNothing: string;
  /** Accessible name of the three buttons that say how deep the drawing goes, their texts and what each means. */
  readonly depth: string;
  readonly depthNetworks: string;
  readonly depthNetworksHint: string;
  readonly depthWiring: string;
  readonly depthWiringHint: string;
  readonly depthRules: string;
  readonly depthRulesHint: string;
  /** Button that opens the search, and the search's own accessible name. */
  readonly search: string;
  /** What can be searched for, in the empty field. */
  readonly searchHint: string;
  readonly searchNext: string;
  readonly searchPrevious: string;
  readonly closeSearch: string;
  /** {0} is the place among all, {1} how many there are. E.g. "2 of 7". */
  readonly searchCount: string;
  readonly searchNothing: string;
  /** Read out: {0} is the count, {1} the name, {2} what of it holds the text. */
  readonly searchSpeech: string;
  /** Said in place of {2} when a hit is not drawn, since a filter hides it. */
  readonly searchHidden: string;
  readonly chooseProject: string;
  readonly chooseFrames: string;
  readonly exportGraph: string;
  /** Button that shows and hides the outline, and the outline's own accessible name. */
  readonly outline: string;
  /** Which keys work in the outline. */
  readonly outlineKeys: string;
  /** Button that shows and hides the legend, and the legend's own accessible name. */
  readonly legend: string;
  /** Heading over the scene's notes, e.g. "Not shown or not known". */
  readonly notes: string;
  readonly loading: string;
  /** {0} is what stale data is due to. E.g. "Out of date: {0}". */
  readonly stale: string;
  /** The same where its age is known: {0} is the age. E.g. "Out of date for 2 min: {1}". */
  readonly staleFor: string;
  /** Where a card's line comes from: {0} is the call, the place in a file, the rule, the reason. */
  readonly sourceObserved: string;
  readonly sourceDeclared: string;
  readonly sourcePredicted: string;
  readonly sourceUnknown: string;
  /** {0} is the error. */
  readonly cardFailed: string;
  readonly closeCard: string;
  /** Button that shows and hides the host's firewall rules, and their own accessible name. */
  readonly firewall: string;
  readonly closeFirewall: string;
  /** What choosing a rule does. */
  readonly firewallHint: string;
  /** {0} is the error. */
  readonly firewallFailed: string;
  /** {0} is why there are no rules, {1} what would settle it. */
  readonly firewallUnknown: string;
  /** Heading over what differs from Docker's own rules. */
  readonly firewallFindings: string;
  /** {0} is how many rules a chain has. */
  readonly firewallRules: string;
  readonly firewallNotUnderstood: string;
  /** Whose a rule is that is not the engine's. */
  readonly firewallOwner: Readonly<Record<'ufw' | 'firewalld' | 'admin' | 'other', string>>;
  /** Read out when a rule was chosen; {0} is what it does. */
  readonly firewallHighlighted: string;
  /** The same for a rule that is about every packet. */
  readonly firewallNothing: string;
  readonly severityError: string;
  readonly severityWarning: string;
  readonly severityInformation: string;
  /** Accessible name of an element's menu; {0} is the element's name. */
  readonly menuLabel: string;
  readonly menuEmpty: string;
  /** {0} is the error. */
  readonly menuFailed: string;
  /** Read out when the picture changed; {0} is the scene's title. */
  readonly graphUpdated: string;
  /** Accessible name and heading of the panel that shows a traced connection. */
  readonly trace: string;
  readonly closeTrace: string;
  readonly traceSteps: string;
  readonly traceBack: string;
  readonly traceDecided: string;
  readonly traceName: string;
  readonly traceAssumed: string;
  readonly traceFixes: string;
  readonly tracePuzzles: string;
  readonly traceConnect: string;
  readonly traceReconnect: string;
  readonly traceAsk: string;
  readonly traceCopy: string;
  readonly traceReverse: string;
  readonly traceVerify: string;
  /** {0} is what the real thing said. */
  readonly traceAgrees: string;
  /** {0} is what the real thing said, {1} the verdict that was predicted. */
  readonly traceDiffers: string;
  /** The same where what was said fits any prediction. */
  readonly traceUndecided: string;
  readonly traceSave: string;
  /** Read out with the verdict: {0} from and to, {1} verdict, {2} why. */
  readonly traceSpeech: string;
  readonly verdictDelivered: string;
  readonly verdictRefused: string;
  readonly verdictArrives: string;
  readonly verdictDropped: string;
  readonly verdictUnreachable: string;
  readonly verdictAccepted: string;
  readonly verdictUnresolved: string;
  readonly verdictUnknown: string;
  /** Read out after boxes were moved; {0} is how many. */
  readonly moved: string;
  readonly moveNothing: string;
  readonly undone: string;
  readonly redone: string;
  readonly nothingToUndo: string;
  readonly nothingToRedo: string;
  /** Beside the pointer while a box is dragged, saying what dropping it does: {0} is its name, {1} the network's. */
  readonly dropConnect: string;
  readonly dropMove: string;
  readonly dropNotHere: string;
  /** `{0}`: name of the container. */
  readonly dropOtherEngine: string;
  readonly dropTooMany: string;
  /** Read out when a drag was given up. */
  readonly dragCancelled: string;
  /** {0} is how many. */
  readonly selectedCount: string;
  /** Read out on selection; {0} is the element's description. */
  readonly selected: string;
  readonly selectedNothing: string;
}
