struct LifeDrawing { let p: LifePicture; init(_ p: LifePicture){self.p=p}; var svg: String {""} }
struct LifePage { let p: LifePicture; init(_ p: LifePicture){self.p=p}; var html: String {""} }
